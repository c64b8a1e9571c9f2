import { Box, Text } from "ink";
import type { ReactElement } from "react";
import { useWindowSize } from "./terminal/terminal.js";

/** The frame before anything is loaded: the same rows as the first screen, so that nothing jumps. */
export function Splash(): ReactElement {
  const { columns, rows } = useWindowSize();
  const rule = "─".repeat(columns);
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Text bold wrap="truncate">
        {" eros › opening"}
      </Text>
      <Text dimColor wrap="truncate">
        {rule}
      </Text>
      <Box height={Math.max(0, rows - 4)} />
      <Text dimColor wrap="truncate">
        {rule}
      </Text>
      <Text wrap="truncate">{" Ctrl-C leaves"}</Text>
    </Box>
  );
}
