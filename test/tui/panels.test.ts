import { describe, expect, it } from "vitest";
import { quoted } from "../../src/text/plan-text.js";
import width from "../../src/text/width.js";
import { meaningOf } from "../../src/tui/keys.js";
import { rowText, rowWidth, ruleWith, span } from "../../src/tui/line.js";
import type { WalkEvent } from "../../src/walk/events.js";
import { messageUnderCursor } from "../../src/walk/message-cursor.js";
import { modeOf } from "../../src/walk/modes.js";
import { StandIn } from "../walk/stand.js";
import { type Walker, ways } from "../walk/walker.js";
import { linesOf, textOf, viewOf } from "./stage.js";

/** Presses a key as the window would. */
function press(walker: Walker, key: string): Walker {
  const mode = modeOf(walker.snapshot);
  const meant = meaningOf(key as never, mode, walker.context, viewOf(walker, 60, 20).scroll);
  return meant === null || meant === "menu" ? walker : walker.send(meant as WalkEvent);
}

describe("the day as a table", () => {
  it("moves its mark by ↑↓ from message to message, also where the day is longer than the window", async () => {
    const walker = await (await ways.overrides()).type("30").send("NEXT").until("preview.week");
    walker.send({ type: "OPEN", panel: "day" });
    const { messages } = walker.context.plan ?? { messages: [] };
    for (const message of messages) {
      expect(messageUnderCursor(walker.context)).toBe(message);
      const marked = linesOf(walker, 60, 20).filter((line) => line.startsWith(" ❯ "));
      expect(marked).toHaveLength(1);
      press(walker, "down");
    }
    press(walker, "up");
    expect(messageUnderCursor(walker.context)).toBe(messages.at(-2));
    expect(textOf(walker, 60, 20)).toContain("↑↓ message");
  });
});

describe("why", () => {
  it("has the caption in full where the row above cuts it, and only there", async () => {
    const warehouse = new StandIn();
    const { captions } = warehouse.facts;
    const long = `Check ${"your messages, ".repeat(20)}now`;
    const first = captions.Free.map((caption) => ({ ...caption, text: long }));
    warehouse.facts = { ...warehouse.facts, captions: { ...captions, Free: first } };
    const walker = await ways.preview({ warehouse });
    const of = async (type: string): Promise<string> => {
      const at = walker.context.plan?.messages.findIndex(({ slot }) => slot.type === type) ?? -1;
      walker.send({ type: "MOVE", by: Number.NEGATIVE_INFINITY }, { type: "MOVE", by: at });
      await walker.send({ type: "OPEN", panel: "why" }).settled();
      const text = textOf(walker, 80, 40).replace(/\s+/g, " ");
      walker.send("BACK");
      return text;
    };
    expect(await of("Bump")).toContain(`Caption “${long}”`);
    expect(await of("PPV")).not.toContain("Caption “");
  });
});

describe("what is cut", () => {
  it("is seen to be, however many marks its letters carry", () => {
    const marked = `${"a\u0301\u0302".repeat(60)} and more`;
    expect(quoted(marked, 14)).toMatch(/…”$/);
    expect(width(quoted(marked, 14))).toBe(14);
  });

  it("keeps a blank before the rule goes on", () => {
    const cut = ruleWith([span("x".repeat(100))], [], 40);
    expect(rowText(cut)).toMatch(/^─ x+… ─$/);
    expect(rowWidth(cut)).toBe(40);
    const beside = ruleWith([span("x".repeat(100))], [span("y")], 40);
    expect(rowText(beside)).toMatch(/^─ x+… ─ y $/);
    expect(rowWidth(beside)).toBe(40);
  });
});
