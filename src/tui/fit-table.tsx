import { Box, Text } from "ink";
import InkTable from "ink-table";
import type { Component, ComponentType, ReactElement } from "react";
import type { Row } from "./line.js";
import { RowLine } from "./row-line.js";

/** A line of the table: its cells as one row of spans, exactly as wide as its columns together. */
export interface TableLine {
  readonly key: string;
  readonly cells: Row;
}
interface FitTableProps {
  readonly lines: readonly TableLine[];
  readonly heading: Row;
}
/** What ink-table knows of a line: it asks for scalars, and draws them through `data()`. */
interface Data {
  readonly [column: string]: string;
}
interface Drawn {
  readonly key: string;
  readonly data: Partial<Data>;
}
interface Base extends Component {
  getConfig(): Record<string, unknown>;
  render(): ReactElement;
}
type BaseConstructor = new (props: {
  data: readonly Data[];
  lines: readonly TableLine[];
  heading: Row;
}) => Base;

const COLUMN = "key";
const none = (): null => null;

/**
 * ink-table without borders and with rows of our own: widths that count columns and not characters, a tone for each
 * cell, one line a row. Its own cells measure by `length`, wrap when too wide and know no selection.
 */
// The types of ink-table name a global JSX that React 19 no longer has, and its default export is the class itself.
class Lines extends (InkTable as unknown as BaseConstructor) {
  declare readonly props: FitTableProps & { readonly data: readonly Data[] };
  readonly header = none;
  readonly separator = none;
  readonly footer = none;
  readonly heading = ({ key }: Drawn): ReactElement => <RowLine key={key} spans={this.props.heading} />;
  readonly data = ({ key, data }: Drawn): ReactElement => {
    const line = this.props.lines.find((each) => each.key === data[COLUMN]);
    return line === undefined ? <Text key={key}> </Text> : <RowLine key={key} spans={line.cells} />;
  };
  getColumns(): { column: string; key: string; width: number }[] {
    return [{ column: COLUMN, key: COLUMN, width: 0 }];
  }
}

/** A table of rows in a window; only the rows that are shown are given. */
export function FitTable({ lines, heading }: FitTableProps): ReactElement {
  const Table = Lines as unknown as ComponentType<FitTableProps & { data: readonly Data[] }>;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Table data={lines.map(({ key }) => ({ [COLUMN]: key }))} lines={lines} heading={heading} />
    </Box>
  );
}
