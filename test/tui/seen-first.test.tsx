import { EventEmitter } from "node:events";
import { render } from "ink";
import { afterEach, expect, it, vi } from "vitest";
import { SILENT } from "../../src/pipeline/log.js";
import { FrameWriter } from "../../src/tui/terminal/frame-writer.js";
import { KeySource } from "../../src/tui/terminal/key-source.js";
import { newWalk, Walking } from "../../src/tui/walking.js";
import { activityOf, type Place, placeOf } from "../../src/walk/places.js";
import { NOW, SETTINGS, StandIn } from "../walk/stand.js";
import { folder } from "../walk/walker.js";
import { caption, weekOf } from "../warehouse/fixtures.js";
import { Glass } from "./screen.js";

const leave: (() => void)[] = [];
afterEach(() => {
  for (const each of leave.splice(0)) each();
});

/** Somebody who presses ⏎ twice at the very moment when the walk has its menu and the terminal has not. */
function impatient(place: Place) {
  const warehouse = new StandIn();
  const glass = new Glass(80, 24);
  const writer = new FrameWriter(glass);
  const tty = Object.assign(new EventEmitter(), { resume: () => {}, pause: () => {} });
  const keys = new KeySource(tty, 5);
  const type = (text: string): boolean => tty.emit("data", Buffer.from(text));
  const walk = newWalk(
    {
      settings: { ...SETTINGS, csvDir: folder() },
      open: async () => warehouse,
      now: () => NOW,
      real: () => Date.now(),
      log: SILENT,
    },
    () => {},
  );
  walk.start();
  writer.enter();
  const app = render(<Walking walk={walk} zone="Asia/Manila" home={null} />, {
    stdout: writer as unknown as NodeJS.WriteStream,
    stdin: keys as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  leave.push(() => {
    walk.stop();
    app.unmount();
    writer.leave();
    keys.close();
  });
  const counted = { pressed: 0 };
  walk.subscribe((state) => {
    if (placeOf(state) !== place || activityOf(state) !== "menu" || counted.pressed > 0) return;
    counted.pressed += 1;
    type("\r\r");
  });
  const sees = (text: string) => vi.waitFor(() => expect(glass.written).toContain(text), 5_000);
  return { warehouse, walk, type, sees, counted };
}

it("a menu that writes takes no key that was pressed before it stood on the terminal, and the first one after", async () => {
  const { warehouse, walk, type, sees, counted } = impatient("confirm");
  await sees("anna_v");
  type("p\r");
  await sees("Commit and write the CSV");
  expect(counted.pressed).toBe(1);
  expect(placeOf(walk.getSnapshot())).toBe("confirm");
  expect(warehouse.calls).not.toContain("commit");
  type("\r");
  await vi.waitFor(() => expect(warehouse.stored.size).toBe(1), 5_000);
});

it("nor does the menu that takes a schedule back", async () => {
  const { warehouse, walk, type, sees, counted } = impatient("undo");
  warehouse.store({
    schedule: weekOf("anna_v", "2025-11-10", [caption(1), caption(2)], caption(9)),
    weekStart: "2025-11-10",
  });
  await sees("anna_v");
  type("H");
  await sees("withdraw");
  type("w");
  await sees("Why");
  type("wrong week\r");
  await sees("Withdraw it and write the CSV");
  expect(counted.pressed).toBe(1);
  expect(placeOf(walk.getSnapshot())).toBe("undo");
  expect(warehouse.calls).not.toContain("withdraw");
  type("\r");
  await vi.waitFor(() => expect(warehouse.withdrawn.size).toBe(1), 5_000);
});
