import { Text } from "ink";
import { render } from "ink-testing-library";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FitTable } from "../../src/tui/fit-table.js";
import { row, span } from "../../src/tui/line.js";
import { Menu } from "../../src/tui/menu.js";
import { RowLine } from "../../src/tui/row-line.js";
import { tooSmall } from "../../src/tui/screen.view.js";
import { Seat } from "./seat.js";

const CHOICES = [
  { value: "write", label: "Write it all" },
  { value: "look", label: "Look once more" },
  { value: "leave", label: "Leave" },
];

const seats: Seat[] = [];
afterEach(() => {
  for (const seat of seats.splice(0)) seat.leave();
});
function seatBefore(onChoose: (value: string) => void): Seat {
  const seat = new Seat(<Menu choices={CHOICES} onChoose={onChoose} />);
  seats.push(seat);
  return seat;
}

describe("a menu", () => {
  it("marks one line, moves with arrows and letters, and does what ⏎ is pressed on", async () => {
    const chosen = vi.fn();
    const seat = seatBefore(chosen);
    expect(seat.text.trimEnd()).toBe(" ❯ Write it all\n   Look once more\n   Leave");
    seat.type("\x1b[Bj");
    await seat.sees(" ❯ Leave");
    seat.type("\r");
    await vi.waitFor(() => expect(chosen).toHaveBeenCalledExactlyOnceWith("leave"));
  });

  it("does nothing for digits, and goes to its ends by g and G", async () => {
    const chosen = vi.fn();
    const seat = seatBefore(chosen);
    seat.type("0123456789G");
    await seat.sees(" ❯ Leave");
    seat.type("g");
    await seat.sees(" ❯ Write it all");
    expect(chosen).not.toHaveBeenCalled();
  });
});

describe("a table", () => {
  const lines = (selected: string) =>
    ["anna_v", "jadebri"].map((page) => ({
      key: page,
      cells: row(page === selected ? " ❯ " : "   ", span(page.padEnd(10), "chosen"), span("■ RED", "bad")),
    }));

  it("has one line a row, no borders, and follows its lines as they change", () => {
    const heading = row("   PAGE      ZONE");
    const { lastFrame, rerender } = render(<FitTable heading={heading} lines={lines("anna_v")} />);
    expect(lastFrame()).toBe("   PAGE      ZONE\n ❯ anna_v    ■ RED\n   jadebri   ■ RED");
    rerender(<FitTable heading={row("   NAME      ZONE")} lines={lines("jadebri")} />);
    expect(lastFrame()).toBe("   NAME      ZONE\n   anna_v    ■ RED\n ❯ jadebri   ■ RED");
  });
});

describe("a row", () => {
  it("keeps its line where it is empty, and never wraps", () => {
    const { lastFrame } = render(
      <>
        <RowLine spans={[]} />
        <RowLine spans={row("x".repeat(300))} />
        <Text>below</Text>
      </>,
    );
    const drawn = (lastFrame() ?? "").split("\n");
    expect(drawn).toHaveLength(3);
    expect(drawn[2]).toBe("below");
  });
});

describe("a window that is too small", () => {
  it("says in one line what is needed and what there is", () => {
    expect(tooSmall(52, 18)).toBe("eros-tui needs 60×20, this is 52×18");
    expect(tooSmall(60, 19)).toBe("eros-tui needs 60×20, this is 60×19");
    expect(tooSmall(60, 20)).toBeNull();
  });
});
