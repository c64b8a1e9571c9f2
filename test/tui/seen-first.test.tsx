import { EventEmitter } from "node:events";
import { render } from "ink";
import { afterEach, expect, it, vi } from "vitest";
import { SILENT } from "../../src/pipeline/log.js";
import { FrameWriter } from "../../src/tui/terminal/frame-writer.js";
import { KeySource } from "../../src/tui/terminal/key-source.js";
import { newWalk, Walking } from "../../src/tui/walking.js";
import { activityOf, placeOf } from "../../src/walk/places.js";
import { NOW, SETTINGS, StandIn } from "../walk/stand.js";
import { folder } from "../walk/walker.js";
import { Glass } from "./screen.js";

const leave: (() => void)[] = [];
afterEach(() => {
  for (const each of leave.splice(0)) each();
});

it("a menu that writes takes no key that was pressed before it stood on the terminal, and the first one after", async () => {
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

  let pressed = 0;
  walk.subscribe((state) => {
    // The walk has its menu, the terminal has not: the very moment of somebody's impatience.
    if (placeOf(state) !== "confirm" || activityOf(state) !== "menu" || pressed > 0) return;
    pressed += 1;
    type("\r\r");
  });
  await vi.waitFor(() => expect(placeOf(walk.getSnapshot())).toBe("creators"));
  await vi.waitFor(() => expect(glass.written).toContain("anna_v"));
  type("p\r");
  await vi.waitFor(() => expect(glass.written).toContain("Commit and write the CSV"), 5_000);
  expect(pressed).toBe(1);
  expect(placeOf(walk.getSnapshot())).toBe("confirm");
  expect(warehouse.calls).not.toContain("commit");
  type("\r");
  await vi.waitFor(() => expect(warehouse.stored.size).toBe(1), 5_000);
});
