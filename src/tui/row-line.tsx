import { Text } from "ink";
import { createElement, Fragment, memo, type ReactElement } from "react";
import type { Row } from "./line.js";
import { THEME } from "./theme.js";

/** One row of the screen; rows are cut by their views, so that nothing ever wraps. */
export const RowLine = memo(function RowLine({ spans }: { readonly spans: Row }): ReactElement {
  // Spans have no identity but their place: as plain children they need no keys.
  const children = spans.map(({ text, tone }) => createElement(Text, THEME[tone], text));
  return createElement(Text, { wrap: "truncate" }, ...(children.length === 0 ? [" "] : children));
});

/** Rows under one another. */
export const RowLines = ({ rows }: { readonly rows: readonly Row[] }): ReactElement =>
  createElement(Fragment, null, ...rows.map((spans) => createElement(RowLine, { spans })));
