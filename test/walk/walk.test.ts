import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { menuOf } from "../../src/walk/menus.js";
import { isPending } from "../../src/walk/planning.js";
import { folder, ways } from "./walker.js";

describe("from the creators to the result", () => {
  it("stores the schedule, marks the page as set and writes the CSV that was shown", async () => {
    const csvDir = folder();
    const walker = await ways.confirm({ settings: { csvDir } });
    const shown = walker.context.csv.path;
    walker.send({ type: "COMMIT", csv: true });
    await walker.until("result.quiet");

    const [stored] = [...walker.warehouse.stored.values()];
    expect(stored?.schedule).toMatchObject({
      page_name: "jadebri",
      total_ppvs: 9,
      total_bumps: 9,
      created_by: "ana",
    });
    expect(walker.context.receipt?.scheduleId).toBe(stored?.scheduleId);
    expect(shown).toContain(stored?.scheduleId);
    expect(readdirSync(csvDir)).toEqual([`${stored?.scheduleId}.csv`]);
    expect(readFileSync(shown, "utf8").split("\n")).toHaveLength(18 + 2);
    expect(
      walker.context.creators.shown?.overview.rows.find(({ page }) => page === "jadebri")?.committed,
    ).toBe(stored?.scheduleId);
  });

  it("stores without a CSV, or writes a CSV without storing, as the menu says", async () => {
    const csvDir = folder();
    const stored = await ways.confirm({ settings: { csvDir } });
    stored.send({ type: "COMMIT", csv: false });
    await stored.until("result.quiet");
    expect(readdirSync(csvDir)).toEqual([]);

    const alone = await ways.confirm({ settings: { csvDir } });
    alone.send("CSV_ONLY");
    await alone.until("result.quiet");
    expect(alone.warehouse.stored.size).toBe(0);
    expect(alone.context.receipt).toBeNull();
    expect(readdirSync(csvDir)).toHaveLength(1);
  });

  it("goes back through every screen without reading again and without losing the plan", async () => {
    const walker = await ways.confirm();
    const { plan } = walker.context;
    const asked = walker.warehouse.calls.length;
    for (const place of ["preview", "overrides", "analysis", "creators"]) {
      walker.send("BACK");
      expect(walker.place).toBe(place);
    }
    walker.send("NEXT", "NEXT", "NEXT");
    expect(walker.state).toBe("preview.week");
    expect(walker.context.plan).toBe(plan);
    expect(walker.warehouse.calls).toHaveLength(asked);
  });

  it("opens the preview at once with p, back from there is Overrides, and the next creator due comes as a preview", async () => {
    const walker = await ways.creators();
    walker.send("PLAN");
    await walker.until("preview.week");
    expect(walker.context.page).toBe("anna_v");
    expect(walker.send("BACK").state).toBe("overrides.fields");
    walker.send("NEXT", "NEXT");
    (await walker.until("confirm.quiet")).keepQuiet().send({ type: "COMMIT", csv: false });
    (await walker.until("result.quiet")).keepQuiet().send("NEXT_DUE");
    await walker.until("preview.week");
    expect(walker.context.page).toBe("jadebri");
  });

  it("opens the analysis of the next creator due where the page was walked through", async () => {
    const walker = await ways.result();
    walker.send("NEXT_DUE");
    await walker.until("analysis.ready");
    expect(walker.context.page).toBe("anna_v");
    expect(walker.context.receipt).toBeNull();
  });

  it("says that no creator is due once all are set", async () => {
    const walker = await ways.creators();
    walker.warehouse.rows = walker.warehouse.rows.filter(({ page }) => page === "jadebri");
    walker.send("RELOAD");
    await walker.until("creators.list");
    walker.send("PLAN");
    await walker.until("preview.week");
    walker.send("NEXT");
    (await walker.until("confirm.quiet")).keepQuiet().send({ type: "COMMIT", csv: false });
    (await walker.until("result.quiet")).keepQuiet().send("NEXT_DUE");
    expect(walker.state).toBe("result.menu");
    expect(walker.context.hint).toBe("no other creator is due in this week");
  });
});

describe("drafts", () => {
  it("are kept per page while other pages are visited, and the list marks them", async () => {
    const walker = await ways.overrides();
    walker.type("12").send("BACK", "BACK", "BACK");
    expect(walker.place).toBe("creators");
    walker.send("CLEAR", { type: "MOVE", by: Number.NEGATIVE_INFINITY }, "NEXT");
    await walker.settled();
    expect(walker.draft.texts).toEqual({});
    walker.send("BACK", "FILTER", "CLEAR").type("jadebri").send("NEXT");
    await walker.settled();
    expect(walker.draft.texts.ppv).toBe("12");
    walker.send("NEXT");
    await walker.until("overrides.fields");
    expect(walker.context.plan?.targets.ppv).toBe(12);
  });

  it("end with the commit of their page", async () => {
    const walker = await ways.overrides();
    walker.type("8").send("NEXT", "NEXT");
    (await walker.until("confirm.quiet")).keepQuiet().send({ type: "COMMIT", csv: false });
    await walker.until("result.quiet");
    expect([...walker.warehouse.stored.values()][0]?.schedule.overrides).toEqual({ ppvCount: 8 });
    expect(walker.context.drafts).toEqual({});
  });

  it("are told when the operator leaves", async () => {
    const walker = await ways.overrides();
    walker.type("12").send("INTERRUPT");
    expect(walker.output).toMatchObject({ reason: "interrupt", drafts: ["jadebri"], unknown: null });
  });

  it("belong to a planning week", async () => {
    const walker = await ways.overrides();
    walker.type("12").send("BACK", "BACK", "BACK", { type: "WEEK", by: 1 });
    await walker.until("creators.list");
    walker.send("NEXT");
    await walker.until("analysis.ready");
    expect(walker.draft.texts).toEqual({});
    expect(walker.context.prepared?.startDate).toBe("2025-11-17");
  });
});

describe("overrides", () => {
  it("plan anew at every key; the first character replaces, the next ones go on", async () => {
    const walker = await ways.overrides();
    walker.type("1");
    expect(walker.context.plan?.targets.ppv).toBe(1);
    walker.type("0");
    expect(walker.context.plan?.targets.ppv).toBe(10);
    walker.send("TAB", { type: "TAB", by: -1 }).type("8");
    expect(walker.draft.texts.ppv).toBe("8");
    expect(walker.warehouse.calls.filter((unit) => unit === "week")).toHaveLength(1);
  });

  it("keep the last plan while a value is half typed, and say what is wrong only when asked to go on", async () => {
    const walker = await ways.overrides();
    walker.send({ type: "MOVE", by: 1 });
    expect(walker.draft.field).toBe("bump");
    walker.send({ type: "MOVE", by: 1 }).type("3/5/1");
    expect(walker.context.plan?.targets.mix).toEqual({ budget: 3, mid: 5, premium: 1 });
    const { plan } = walker.context;
    walker.send("ERASE");
    expect(walker.context.problems).toMatchObject([{ field: "priceMix", incomplete: true }]);
    expect(walker.context.plan).toBe(plan);
    expect(walker.context.hint).toBeNull();
    walker.send("NEXT");
    expect(walker.state).toBe("overrides.fields");
    expect(walker.context.hint).toContain("price mix “3/5/”");
  });

  it("refuse ⏎ with the rule that binds where the week does not fit, and keep the last plan", async () => {
    const walker = await ways.overrides();
    const { plan } = walker.context;
    walker.type("95");
    expect(walker.context.infeasible?.error.message).toContain("95 PPVs");
    expect(walker.context.plan?.targets.ppv).toBe(plan?.targets.ppv);
    walker.send("NEXT");
    expect(walker.state).toBe("overrides.fields");
    expect(walker.context.hint).toContain("95 PPVs");
  });

  it("drop the price mix when the number of PPVs changes, with a word, and u brings it back", async () => {
    const walker = await ways.overrides();
    walker.send("TAB", "TAB").type("3/5/1").send({ type: "MOVE", by: -2 }).type("12");
    expect(walker.draft.texts).toMatchObject({ ppv: "12", priceMix: "" });
    walker.send("UNDO");
    expect(walker.draft.texts).toMatchObject({ priceMix: "3/5/1" });
    expect(walker.draft.texts.ppv ?? "").toBe("");
    expect(walker.context.plan?.targets).toMatchObject({ ppv: 9, mix: { budget: 3, mid: 5, premium: 1 } });
  });

  it("say that the mix went while the count is typed that took it, not longer", async () => {
    const walker = await ways.overrides();
    walker.send("TAB", "TAB").type("3/5/1").send({ type: "MOVE", by: -2 }).type("1");
    expect(walker.context.hint).toContain("price mix");
    walker.type("2");
    expect(walker.context.hint).toContain("price mix");
    walker.send("TAB").type("5");
    expect(walker.context.hint).toBeNull();
  });

  it("undo one run of typing at a time, down to what was computed", async () => {
    const walker = await ways.overrides();
    walker.type("12").send("TAB").type("7");
    expect(walker.context.plan?.targets).toMatchObject({ ppv: 12, bump: 7 });
    walker.send("UNDO");
    expect(walker.context.plan?.targets).toMatchObject({ ppv: 12, bump: 9 });
    walker.send("UNDO");
    expect(walker.context.plan?.targets).toMatchObject({ ppv: 9, bump: 9 });
    walker.send("UNDO");
    expect(walker.context.hint).toBe("there is nothing to undo");
  });

  it("choose the zone from its list", async () => {
    const walker = await ways.overrides();
    walker.send("ZONES");
    expect(walker.state).toBe("overrides.fields");
    walker.send({ type: "MOVE", by: -1 }).type("1");
    expect(walker.draft.texts.zone ?? "").toBe("");
    walker.send("ZONES", { type: "ZONE", zone: "RED" });
    expect(walker.context.plan?.targets).toMatchObject({ zone: "RED", ppv: 6, bump: 16, coolingDays: 2 });
    walker.send("CLEAR");
    expect(walker.context.plan?.targets.zone).toBe("YELLOW");
  });

  it("ask the warehouse for another start date when the field is left, not before", async () => {
    const walker = await ways.overrides();
    walker.send({ type: "MOVE", by: -2 }).type("2025-11-12");
    expect(isPending(walker.context, "startDate")).toBe(true);
    expect(walker.context.prepared?.startDate).toBe("2025-11-10");
    walker.send({ type: "MOVE", by: 1 });
    await walker.until("overrides.fields");
    expect(walker.context.prepared?.startDate).toBe("2025-11-12");
    expect(walker.context.plan?.days[0]?.date).toBe("2025-11-12");
    expect(isPending(walker.context, "startDate")).toBe(false);
    expect(walker.send("NEXT").state).toBe("preview.week");
  });

  it("take a typed date or draw to the preview by one ⏎, or stay where the week does not fit or Esc comes", async () => {
    const walker = await ways.overrides();
    walker.send({ type: "MOVE", by: Number.POSITIVE_INFINITY }).type("77");
    walker.warehouse.hold("week");
    expect(walker.send("NEXT").state).toBe("overrides.applying");
    expect(walker.send("BACK").state).toBe("overrides.fields");
    expect(isPending(walker.context, "seed")).toBe(true);
    walker.warehouse.letGo("week");
    walker.send("NEXT");
    await walker.until("preview.week");
    expect(walker.context.prepared?.seed).toBe("77");

    walker.send("BACK", { type: "MOVE", by: Number.NEGATIVE_INFINITY }).type("2025-11-17");
    const captions = { Budget: [], Mid: [], Premium: [], Free: [] };
    walker.warehouse.facts = { ...walker.warehouse.facts, captions };
    walker.send("NEXT");
    await walker.until("overrides.fields");
    expect(walker.context.hint).toMatch(
      /^Not enough captions for 9 PPVs.*\. Plan another week, or add captions/,
    );
    expect(walker.draft.texts).toMatchObject({ startDate: "2025-11-17", seed: "77" });
  });

  it("apply the draw on Tab as well, and n draws the next one", async () => {
    const walker = await ways.overrides();
    walker.send({ type: "MOVE", by: Number.POSITIVE_INFINITY }).type("77").send({ type: "TAB", by: -1 });
    await walker.until("overrides.fields");
    expect(walker.context.prepared?.seed).toBe("77");
    walker.send("NEW_DRAW");
    await walker.until("overrides.fields");
    expect(walker.context.prepared?.seed).toBe("78");
    expect(walker.draft.texts.seed).toBe("78");
  });

  it("do not take a start date in the past, nor one half typed", async () => {
    const walker = await ways.overrides();
    walker.send({ type: "MOVE", by: -2 }).type("2025-11-02").send("NEXT");
    expect(walker.state).toBe("overrides.fields");
    expect(walker.context.hint).toContain("starts before today, 2025-11-03");
    walker.send("ERASE", "TAB");
    expect(walker.context.prepared?.startDate).toBe("2025-11-10");
    expect(walker.draft.texts.startDate).toBe("2025-11-0");
  });

  it("go back to what is computed, all at once", async () => {
    const walker = await ways.overrides();
    walker.type("12").send("TAB").type("7").send("CLEAR_ALL");
    expect(walker.state).toBe("overrides.fields");
    expect(walker.context.plan?.targets).toMatchObject({ ppv: 9, bump: 9 });
    expect(Object.values(walker.draft.texts).join("")).toBe("");
  });
});

describe("the preview", () => {
  it("leaves a caption out and fills its place; the other days stay planned", async () => {
    const walker = await ways.preview();
    const before = walker.context.plan?.messages[0]?.caption.captionId ?? "";
    walker.send("EXCLUDE");
    const after = walker.context.plan?.messages.map(({ caption }) => caption.captionId) ?? [];
    expect(after).toHaveLength(18);
    expect(after).not.toContain(before);
    expect(walker.draft.texts.exclude).toBe(before);
  });

  it("says which caption x left out, which one is new, and how it is taken back; Esc u does that", async () => {
    const walker = await ways.preview();
    const plan = walker.context.plan;
    const ids = (): string[] => walker.context.plan?.messages.map(({ caption }) => caption.captionId) ?? [];
    const before = ids();
    walker.send("EXCLUDE");
    const added = walker.context.plan?.messages.find(({ caption }) => !before.includes(caption.captionId));
    expect(walker.context.hint).toMatch(/^left out “.+” · new: “.+” · undo: Esc u$/);
    expect(walker.context.hint).toContain(plan?.messages[0]?.caption.text.slice(0, 10));
    expect(walker.context.hint).toContain(added?.caption.text.slice(0, 10));
    walker.send("BACK", "UNDO", "NEXT");
    expect(ids()).toEqual(before);
  });

  it("draws other captions with n; Esc while they are read leaves the week as it was", async () => {
    const walker = await ways.preview();
    const { plan } = walker.context;
    walker.warehouse.hold("week");
    walker.send("NEW_DRAW");
    expect(walker.state).toBe("preview.loading");
    await walker.breathe();
    walker.send("BACK");
    expect(walker.state).toBe("preview.week");
    expect(walker.context.plan?.messages).toEqual(plan?.messages);
    expect(walker.draft.texts.seed ?? "").toBe("");
    walker.warehouse.letGo("week");
    walker.send("NEW_DRAW");
    await walker.until("preview.week");
    expect(walker.context.prepared?.seed).toBe("20251111");
  });

  it("keeps the cursor among the messages and by day at about the same time", async () => {
    const walker = await ways.preview();
    const at = () => walker.context.plan?.messages[walker.draft.message];
    walker.send({ type: "MOVE", by: Number.POSITIVE_INFINITY });
    expect(walker.draft.message).toBe(17);
    walker.send({ type: "DAY", by: -1 });
    expect(at()?.slot.date).toBe("2025-11-15");
    walker.send({ type: "DAY", by: -99 }, { type: "MOVE", by: -99 });
    expect(walker.draft.message).toBe(0);
  });

  it("looks up what was passed over once a price tier, while the panel is open", async () => {
    const walker = await ways.preview();
    expect(walker.warehouse.calls).not.toContain("passedOver");
    walker.send({ type: "OPEN", panel: "why" });
    await walker.until("preview.week");
    const tier = walker.context.plan?.messages[0]?.caption.priceTier ?? "Free";
    expect(walker.context.passedOver[tier]).toEqual([]);
    for (let step = 0; step < 17; step++) {
      walker.send({ type: "MOVE", by: 1 });
      await walker.until("preview.week");
    }
    const tiers = new Set(walker.context.plan?.messages.map(({ caption }) => caption.priceTier));
    expect(walker.warehouse.calls.filter((unit) => unit === "passedOver")).toHaveLength(tiers.size);
  });

  it("says in the panel, not by an error of the walk, that nobody could tell what was passed over", async () => {
    const walker = await ways.preview();
    walker.warehouse.hold("passedOver");
    walker.send({ type: "OPEN", panel: "why" });
    await walker.breathe();
    walker.warehouse.waitingFor("passedOver").fail(new Error("gone"));
    await walker.until("preview.week");
    expect(Object.values(walker.context.passedOver)).toMatchObject([{ message: "gone" }]);
  });

  it("is refused where the captions do not reach, as a place with a way back to the overrides", async () => {
    const walker = await ways.creators();
    const none = { Budget: [], Mid: [], Premium: [], Free: [] };
    walker.warehouse.facts = { ...walker.warehouse.facts, captions: none };
    walker.send("PLAN");
    await walker.until("preview.failed");
    expect(walker.context.failure?.kind).toBe("nothingToPlan");
    // Trying again would say it again: what helps stands first.
    expect(menuOf(walker.snapshot).map(({ action }) => action)).toEqual(["back", "retry", "quit"]);
    expect(walker.send("BACK").state).toBe("overrides.fields");
  });
});
