import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { instantOf } from "../../src/domain/calendar.js";
import { ErosError } from "../../src/domain/errors.js";
import type { HealthFacts } from "../../src/domain/monitoring.js";
import { PANELS } from "../../src/walk/context.js";
import { OutcomeUnknownError } from "../../src/warehouse/outcome.js";
import { linesOf } from "../tui/stage.js";
import { NOW, StandIn } from "../walk/stand.js";
import { folder, type Start, type Walker, ways } from "../walk/walker.js";
import { Operator } from "./operator.js";
import { KEY } from "./terminal.js";

const GOLDENS = new URL("../goldens/", import.meta.url);
/** `EROS_UPDATE_GOLDENS=1 npx vitest run test/story/goldens.test.tsx` writes them anew: look at what git then shows. */
const UPDATE = process.env.EROS_UPDATE_GOLDENS === "1";

/** The text is what stands in the file, where lines end in LF on every system. */
function isGolden(name: string, text: string): void {
  const file = fileURLToPath(new URL(name, GOLDENS));
  if (UPDATE) {
    mkdirSync(GOLDENS, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text, `${name}: if it is meant, see the head of this test`).toBe(readFileSync(file, "utf8"));
}

/** The last three digits of an id are random. */
const masked = (text: string): string => text.replace(/(sched_\d{8}_\d{6}_\d{3})\d{3}/g, "$1000");

type Way = (start: Start) => Promise<Walker>;

/** A walk that stands still while the warehouse is asked. */
const during =
  (unit: Parameters<StandIn["hold"]>[0], way: Way, begin: (walker: Walker) => Walker): Way =>
  async (start) => {
    const walker = await way(start);
    walker.warehouse.hold(unit);
    begin(walker);
    await walker.breathe();
    walker.now += 3_100;
    return walker;
  };
const failing =
  (unit: Parameters<StandIn["hold"]>[0], way: Way, begin: (walker: Walker) => Walker, error: unknown): Way =>
  async (start) => {
    const walker = await during(unit, way, begin)(start);
    walker.warehouse.letGo(unit);
    walker.warehouse.waitingFor(unit).fail(error);
    await walker.breathe();
    return walker.settled();
  };

const BUSY = new ErosError(
  "unreachable",
  "/somewhere/eros.duckdb is in use by process 4711; waited 15 s for it",
  "see what it is with `ps -p 4711`, let it finish or close it, then run it again",
);
const next = (walker: Walker): Walker => walker.send("NEXT");
const onProduction = {
  kind: "bigquery",
  label: "prod",
  place: "of-project.eros_brain",
  production: true,
} as const;

/** Every state that an operator can look at, in the order of a walk. */
const STATES: Readonly<Record<string, Way>> = {
  creators: ways.creators,
  "creators filtered": async (start) => (await ways.creators(start)).send("FILTER").type("jade"),
  "creators none found": async (start) => (await ways.creators(start)).send("FILTER").type("zzz"),
  "creators reading": during("creators", ways.creators, (walker) => walker.send("RELOAD")),
  "creators failed": failing("creators", ways.creators, (walker) => walker.send("RELOAD"), BUSY),
  "analysis reading": during("week", ways.creators, next),
  analysis: ways.analysis,
  "analysis failed": failing("week", ways.creators, next, BUSY),
  overrides: ways.overrides,
  "overrides changed": async (start) => (await ways.overrides(start)).type("12"),
  "overrides half typed": async (start) =>
    (await ways.overrides(start)).send({ type: "MOVE", by: 2 }).type("3/5/"),
  "overrides to apply": async (start) =>
    (await ways.overrides(start)).send({ type: "MOVE", by: Number.NEGATIVE_INFINITY }).type("2025-11-17"),
  "overrides not placeable": async (start) => (await ways.overrides(start)).type("45"),
  "overrides zones": async (start) => (await ways.overrides(start)).send({ type: "MOVE", by: -1 }, "ZONES"),
  preview: ways.preview,
  "preview cooling days": async (start) => {
    const walker = (await ways.overrides(start)).send({ type: "MOVE", by: -1 }, "ZONES", {
      type: "ZONE",
      zone: "RED",
    });
    return walker.send("NEXT").until("preview.week");
  },
  "preview drawing": during("week", ways.preview, (walker) => walker.send("NEW_DRAW")),
  ...Object.fromEntries(
    PANELS.map((panel): [string, Way] => [
      `panel ${panel}`,
      async (start) => {
        // A week that has something to warn of.
        const walker = await (await ways.overrides(start)).type("12").send("NEXT").until("preview.week");
        return walker.send({ type: "MOVE", by: 2 }, { type: "OPEN", panel }).settled();
      },
    ]),
  ),
  "confirm checking": during("conflicts", ways.preview, next),
  confirm: ways.confirm,
  "confirm path": async (start) => (await ways.confirm(start)).send("EDIT_PATH"),
  committing: during("commit", ways.confirm, (walker) => walker.send({ type: "COMMIT", csv: true })),
  "committing sent": async (start) => {
    const walker = await during("commit", ways.confirm, (each) => each.send({ type: "COMMIT", csv: true }))(
      start,
    );
    walker.warehouse.send();
    return walker;
  },
  "committing failed": failing(
    "commit",
    ways.confirm,
    (walker) => walker.send({ type: "COMMIT", csv: true }),
    BUSY,
  ),
  "committing unknown": async (start) => {
    const walker = await ways.confirm(start);
    walker.warehouse.hold("lookup");
    const send = (each: Walker): Walker => each.send({ type: "COMMIT", csv: true });
    const broken = new OutcomeUnknownError("sched_20251103_091244_000000_jadebri", BUSY);
    walker.warehouse.hold("commit");
    send(walker);
    await walker.breathe();
    walker.warehouse.waitingFor("commit").fail(broken);
    await walker.breathe();
    walker.now += 3_100;
    return walker;
  },
  conflict: ways.conflict,
  result: ways.result,
  "creators marked": async (start) => (await ways.creators(start)).send("MARK", "MARK"),
  batch: ways.batch,
  "batch planning": during("manyPages", ways.creators, (walker) => walker.send("BATCH")),
  "batch left out": async (start) => (await ways.batch(start)).send({ type: "MOVE", by: 1 }, "MARK"),
  "batch plan": async (start) => (await ways.batch(start)).send("NEXT"),
  "batch menu": ways.batchMenu,
  "batch storing": during("commit", ways.batchMenu, (walker) => walker.send("COMMIT_BATCH")),
  "batch stored": async (start) => (await ways.batchMenu(start)).send("COMMIT_BATCH").until("batch.table"),
  history: ways.history,
  "history shown": async (start) => (await ways.history(start)).send("NEXT").until("history.shown"),
  "history compared": async (start) =>
    (await ways.history(start)).send("MARK", { type: "MOVE", by: 1 }, "COMPARE").until("history.shown"),
  worklist: async (start) => {
    const walker = await ways.worklist(start);
    await walker.send("MARK").until("worklist.list");
    return walker;
  },
  "worklist of a whole week": async (start) => {
    const walker = await (await ways.result(start)).send("WORKLIST").until("worklist.list");
    for (let mark = 0; mark < 5; mark++) await walker.send("MARK").until("worklist.list");
    // Thursday noon: what nobody marked in time is told.
    walker.now = instantOf("2025-11-13", 12, 0) ?? 0;
    await walker.send("RELOAD").until("worklist.list");
    return walker.send({ type: "MOVE", by: 3 }, "COPY").breathe();
  },
  "undo why": async (start) => (await ways.withdrawing(start)).type("wrong page"),
  "undo menu": ways.undoMenu,
  "undo done": async (start) =>
    (await ways.undoMenu(start)).send({ type: "TAKE_BACK", csv: true }).until("undo.done"),
  "undo a withdrawal": async (start) => {
    const walker = await (await ways.undoMenu(start))
      .send({ type: "TAKE_BACK", csv: false })
      .until("undo.done");
    await walker.send("NEXT").until("history.list");
    return (await walker.send("RESTORE").until("undo.quiet")).keepQuiet();
  },
  health: async (start) => {
    const walker = await ways.creators(start);
    walker.warehouse.facts30 = SICK;
    return walker.send("HEALTH").until("health.shown");
  },
  "health without a run": async (start) => (await ways.creators(start)).send("HEALTH").until("health.shown"),
};

/** A page that fails, one that does well, one that did not run, and a caption that two schedules hold. */
const SICK: HealthFacts = {
  pages: ["anna_v", "jade_north", "jadebri"].map((page, index) => ({
    page,
    runs: [20, 0, 12][index] ?? 0,
    successes: [19, 0, 8][index] ?? 0,
    errors: [1, 0, 4][index] ?? 0,
    conflicts: 0,
    successRate: [0.95, null, 2 / 3][index] ?? null,
    meanSeconds: [0.42, null, 31.5][index] ?? null,
    meanMessages: [18, null, 17.5][index] ?? null,
    lastRun: NOW,
    hoursSinceLast: [2.4, 200, 0.3][index] ?? null,
    health: (["HEALTHY", null, "CRITICAL"] as const)[index] ?? null,
  })),
  days: Array.from({ length: 12 }, (_, index) => ({
    date: `2025-10-${String(20 + index).padStart(2, "0")}`,
    runs: index + 1,
    errors: index % 4,
    meanSeconds: 1 + index,
    minSeconds: 0.3,
    medianSeconds: 1 + index,
    maxSeconds: 3 * (1 + index),
  })),
  alerts: [
    { name: "success rate", fires: true, figure: 84.4, limit: 90, unit: "%" },
    { name: "duration", fires: false, figure: 12.1, limit: 30, unit: "s" },
    { name: "no success", fires: false, figure: 2.4, limit: 24, unit: "h" },
    { name: "errors", fires: true, figure: 3, limit: 2, unit: "an hour" },
    { name: "double locks", fires: true, figure: 1, limit: 0, unit: "pairs" },
  ],
  doubleLocks: [
    {
      captionId: "-1234567890123456789",
      text: "Check your DMs 💌",
      first: { page: "jadebri", scheduleId: "sched_20251103_091244_000000_jadebri", date: "2025-11-10" },
      second: { page: "anna_v", scheduleId: "sched_20251103_101244_000000_anna_v", date: "2025-11-12" },
    },
  ],
};

/** A warehouse with everything in it that a screen can show. */
function fullWarehouse(production = false): StandIn {
  const warehouse = new StandIn(production ? onProduction : { demo: true, label: "demo (local)" });
  const window = (dayType: string, hour: number) => {
    const evening = Math.max(0, 1 - Math.abs(20.5 - hour) / 9);
    const value = Math.round((0.3 + 0.7 * evening) * 100) / 100;
    return {
      day_type: dayType,
      hour_24: hour,
      msg_count: 4 + (hour % 5),
      avg_rpr: value,
      avg_conv: 0.04,
      confidence: "HIGH",
      value,
      reliability: dayType === "Weekday" ? 0.8 : 0.4,
    };
  };
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const report = JSON.stringify({
    report_version: 2,
    creator_name: "jadebri",
    account_classification: { size_tier: "MEDIUM", avg_audience: 2140, total_revenue_period: 41_230 },
    behavioral_segment: { segment_label: "STANDARD", avg_purchase: 14.2 },
    saturation: {
      saturation_score: 0.45,
      confidence_score: 0.9,
      unlock_rate_deviation: -0.11,
      emv_deviation: -0.09,
      consecutive_underperform_days: 2,
      parts: { unlock: 0.19, emv: 0.13, days: 0.13, frequency: 0 },
    },
    frequency_trend: 0.01,
    psychological_trigger_analysis: [
      { psychological_trigger: "urgency", msg_count: 40, avg_rpr: 0.61, rpr_lift_pct: 18 },
      { psychological_trigger: "scarcity", msg_count: 22, avg_rpr: 0.55, rpr_lift_pct: 9 },
      { psychological_trigger: "curiosity", msg_count: 31, avg_rpr: 0.52, rpr_lift_pct: 4 },
    ],
    content_category_performance: [
      {
        content_category: "Tease/Preview",
        price_tier: "Mid",
        msg_count: 30,
        avg_rpr: 0.61,
        trend_direction: "RISING",
        trend_pct: 12,
      },
      {
        content_category: "Photo Set",
        price_tier: "Premium",
        msg_count: 18,
        avg_rpr: 0.44,
        trend_direction: "STABLE",
        trend_pct: -3,
      },
      {
        content_category: "Engagement",
        price_tier: "Budget",
        msg_count: 25,
        avg_rpr: 0.15,
        trend_direction: "FALLING",
        trend_pct: -22,
      },
    ],
    day_of_week_analysis: [1, 2, 3, 4, 5, 6, 7].map((day) => ({
      day_of_week_la: day,
      msg_count: 10 + day,
      avg_rpr: 0.4 + day / 50,
      avg_conv: 0.05,
      t_statistic: day / 4 - 1,
    })),
    time_window_optimization: [
      ...hours.map((hour) => window("Weekday", hour)),
      ...hours.map((hour) => window("Weekend", hour)),
    ],
  });
  warehouse.facts = { ...warehouse.facts, report, dataTo: instantOf("2025-11-03", 8, 50) ?? 0 };
  return warehouse;
}

/** Started in a folder of its own, as an operator is: the paths on the screens are relative to it. */
const startOf = (production = false): Start => ({
  warehouse: fullWarehouse(production),
  settings: { csvDir: ".", logPath: "/home/ana/.local/state/eros-tui/eros-tui.log" },
});
let before = "";
beforeEach(() => {
  before = process.cwd();
  process.chdir(folder());
});
afterEach(() => process.chdir(before));

const WORD: Way = async (start) =>
  (await ways.confirm(start)).send({ type: "COMMIT", csv: true }).type("eros");
const groups = [...new Set(Object.keys(STATES).map((name) => name.split(" ")[0] ?? ""))];

describe.each([
  [80, 24],
  [60, 20],
] as const)("goldens at %d×%d", (columns, rows) => {
  const drawn = (name: string, walker: Walker): string =>
    `== ${name}\n${masked(linesOf(walker, columns, rows).join("\n"))}\n`;

  it.each(groups)("%s", async (group) => {
    const screens: string[] = [];
    for (const [name, way] of Object.entries(STATES)) {
      if (name.split(" ")[0] !== group) continue;
      screens.push(drawn(name, await way(startOf())));
    }
    if (group === "confirm") {
      screens.push(drawn("confirm on production", await ways.confirm(startOf(true))));
      screens.push(drawn("confirm the word", await WORD(startOf(true))));
    }
    isGolden(`${group}-${columns}x${rows}.txt`, screens.join(""));
  });
});

describe("goldens of colour", () => {
  it.each([
    ["millions", {}],
    ["sixteen", { TERM: "xterm", COLORTERM: "" }],
    ["none", { NO_COLOR: "1" }],
  ])("%s: creators and preview", async (name, env) => {
    const operator = await Operator.atCreators({ env });
    const creators = operator.terminal.styledRows();
    await operator.press("/jadeb", "/ jadeb▏", "❯ jadebri");
    await operator.press(KEY.tab, "⏎ analyse");
    await operator.press("p", "⏎ confirm", "“");
    const preview = operator.terminal.styledRows();
    isGolden(`colours-${name}.txt`, ["== creators", ...creators, "== preview", ...preview, ""].join("\n"));
  });
});
