import { Box, Text } from "ink";
import type { ReactElement } from "react";
import { fitTo } from "../text/fit.js";
import type { Body } from "./body.view.js";
import { FitTable } from "./fit-table.js";
import { row, span } from "./line.js";
import { Menu } from "./menu.js";
import { RowLine, RowLines } from "./row-line.js";
import type { ScreenView } from "./screen.view.js";
import { FRAME_ROWS } from "./sight.js";

interface ScreenProps {
  readonly view: ScreenView;
  readonly columns: number;
  readonly rows: number;
  readonly onChoose: (value: string) => void;
}

/** Lays a screen out: breadcrumb, rule, body, status row, footer; nothing is shrunk, nothing overlaps. */
export function Screen({ view, columns, rows, onChoose }: ScreenProps): ReactElement {
  if (view.tooSmall !== null)
    return (
      <Box width={columns} height={rows} overflow="hidden">
        <Text wrap="truncate">{view.tooSmall}</Text>
      </Box>
    );
  const height = rows - FRAME_ROWS;
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Fixed height={2}>
        <RowLine spans={view.crumb} />
        <RowLine spans={view.rule} />
      </Fixed>
      <Fixed height={height}>
        <BodyRows body={view.body} onChoose={onChoose} />
      </Fixed>
      <Fixed height={2}>
        <RowLine spans={view.status} />
        <RowLine spans={view.footer} />
      </Fixed>
    </Box>
  );
}

function Fixed({
  height,
  children,
}: {
  readonly height: number;
  readonly children: React.ReactNode;
}): ReactElement {
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflow="hidden">
      {children}
    </Box>
  );
}

/** Rows never give way: yoga would draw rows of height 0 over one another. */
function BodyRows({
  body,
  onChoose,
}: {
  readonly body: Body;
  readonly onChoose: (value: string) => void;
}): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {body.kind === "rows" && <RowLines rows={body.rows} />}
      {body.kind === "creators" && (
        <>
          <RowLine spans={body.list.top} />
          {body.list.empty.length > 0 ? (
            <RowLines rows={body.list.empty} />
          ) : (
            <FitTable
              heading={body.list.head}
              lines={body.list.rows.map(({ page, cells }) => ({ key: page, cells }))}
            />
          )}
        </>
      )}
      {body.kind === "day" && (
        <>
          <RowLine spans={body.table.title} />
          <FitTable
            heading={row(
              span(
                `   ${body.table.columns.map(({ label, width }) => fitTo(label, width)).join("")}`,
                "faint",
              ),
            )}
            lines={body.table.rows}
          />
        </>
      )}
      {body.kind === "menu" && (
        <>
          <RowLines rows={body.before} />
          {body.choices.length > 0 && (
            <Menu choices={body.choices} startsAt={body.startsAt ?? 0} onChoose={onChoose} />
          )}
          <RowLines rows={body.after} />
        </>
      )}
    </Box>
  );
}
