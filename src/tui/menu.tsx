import { Text, useInput } from "ink";
import SelectInput from "ink-select-input";
import { type ReactElement, useCallback, useRef, useState } from "react";
import type { Choice } from "./body.view.js";
import { THEME } from "./theme.js";

interface MenuProps {
  readonly choices: readonly Choice[];
  readonly startsAt?: number;
  readonly onChoose: (value: string) => void;
}

/**
 * A short list of choices. ink-select-input takes a digit for a choice; here a digit does nothing, because some of
 * these choices write.
 */
export function Menu({ choices, startsAt = 0, onChoose }: MenuProps): ReactElement {
  const lastKey = useRef("");
  const [start, setStart] = useState({ index: startsAt, round: 0 });
  const watch = useCallback(
    (input: string): void => {
      lastKey.current = input;
      if (input === "g") setStart(({ round }) => ({ index: 0, round: round + 1 }));
      if (input === "G") setStart(({ round }) => ({ index: choices.length - 1, round: round + 1 }));
    },
    [choices.length],
  );
  return (
    <>
      <KeyWatch onKey={watch} />
      <SelectInput
        key={start.round}
        items={choices.map(({ value, label }) => ({ value, label, key: value }))}
        initialIndex={Math.max(0, start.index)}
        indicatorComponent={Mark}
        itemComponent={Label}
        onSelect={({ value }) => {
          if (!/^[0-9]$/.test(lastKey.current)) onChoose(value);
        }}
      />
    </>
  );
}

/** Hears every key before the list does: it stands before it and never subscribes again. */
function KeyWatch({ onKey }: { readonly onKey: (input: string) => void }): null {
  useInput(onKey);
  return null;
}

function Mark({ isSelected = false }: { readonly isSelected?: boolean }): ReactElement {
  return <Text {...THEME.chosen}>{isSelected ? " ❯ " : "   "}</Text>;
}

function Label({
  isSelected = false,
  label,
}: {
  readonly isSelected?: boolean;
  readonly label: string;
}): ReactElement {
  return (
    <Text wrap="truncate" {...(isSelected ? THEME.chosen : THEME.plain)}>
      {label}
    </Text>
  );
}
