import { describe, expect, it } from "vitest";
import { instantOf } from "../../src/domain/calendar.js";
import width from "../../src/text/width.js";
import { rowText, rowWidth } from "../../src/tui/line.js";
import { PANELS } from "../../src/walk/context.js";
import type { Ctx, Step } from "../../src/warehouse/port.js";
import { StandIn } from "../walk/stand.js";
import { heldByAnna, Walker, ways } from "../walk/walker.js";
import { caption, weekOf } from "../warehouse/fixtures.js";
import { linesOf, SIZES, textOf, viewOf } from "./stage.js";

const HOSTILE = "\x1b[2J\x1b]52;c;aGk=\x07Check \u202eyour\u2066 DMs 👨‍👩‍👧‍👦 日本語 \n\t Z̸̢̛͓̮̈́̇a̷̡̛̼͂ ".repeat(4);

/** A warehouse whose captions, categories and names try everything. */
function hostileWarehouse(): StandIn {
  const warehouse = new StandIn({
    label: `prod${HOSTILE}`,
    place: `of-project.${"dataset".repeat(12)}`,
    kind: "bigquery",
  });
  const { captions } = warehouse.facts;
  const spoiled = Object.fromEntries(
    Object.entries(captions).map(([tier, list]) => [
      tier,
      list.map((caption, index) => ({
        ...caption,
        text: `${HOSTILE}${tier}${index}`,
        category: index % 2 === 0 ? HOSTILE : caption.category,
      })),
    ]),
  ) as unknown as typeof captions;
  warehouse.facts = { ...warehouse.facts, captions: spoiled };
  const [first] = warehouse.rows;
  const evil = first === undefined ? [] : [{ ...first, page: HOSTILE }];
  warehouse.rows = [...warehouse.rows, ...evil].map((row) => ({ ...row, tier: HOSTILE, segment: HOSTILE }));
  return warehouse;
}

/** Every place that can be stood at, with every panel over it. */
async function everywhere(
  start: () => Parameters<typeof ways.creators>[0],
): Promise<readonly (readonly [string, Walker])[]> {
  const found: (readonly [string, Walker])[] = [];
  for (const [name, way] of Object.entries(ways)) found.push([name, await way(start())]);
  const filter = await ways.creators(start());
  found.push(["filter", filter.send("FILTER").type("jade")]);
  const nobody = await ways.creators(start());
  found.push(["no match", nobody.send("FILTER").type("zzz")]);
  for (const panel of PANELS) {
    const walker = await ways.preview(start());
    walker.send({ type: "OPEN", panel });
    found.push([`panel ${panel}`, await walker.settled()]);
  }
  for (const tab of [1, 2, 3, 4, 5]) {
    const walker = await ways.analysis(start());
    for (let each = 0; each < tab; each += 1) walker.send("TAB");
    found.push([`analysis ${walker.context.analysis.panel}`, walker]);
  }
  const zones = await ways.overrides(start());
  found.push(["zones", zones.send({ type: "MOVE", by: -1 }, "ZONES")]);
  const tooMuch = await ways.overrides(start());
  found.push(["infeasible", tooMuch.type("450")]);
  const path = await ways.confirm(start());
  found.push(["path", path.send("EDIT_PATH").type("x".repeat(100))]);
  return found;
}

describe.each([
  ["a usual warehouse", () => ({})],
  ["a warehouse that holds hostile text", () => ({ warehouse: hostileWarehouse() })],
])("every screen over %s", (_name, start) => {
  it.each(SIZES)(
    "at %d×%d has rows that fit, none over another, and nothing but text",
    async (columns, rows) => {
      for (const [name, walker] of await everywhere(start)) {
        const view = viewOf(walker, columns, rows);
        const lines = linesOf(walker, columns, rows);
        expect(lines, name).toHaveLength(rows);
        for (const line of lines) {
          expect(width(line), `${name}: ${line}`).toBeLessThanOrEqual(columns);
          expect(line, name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        }
        // What the views say stands on the screen, each row on a line of its own.
        const frame = [view.crumb, view.rule, view.status, view.footer];
        for (const row of frame) expect(rowWidth(row), name).toBeLessThanOrEqual(columns);
        expect([lines[0], lines[1], lines.at(-2), lines.at(-1)], name).toEqual(
          frame.map((row) => rowText(row).trimEnd()),
        );
        if (view.body.kind === "rows") {
          const body = view.body.rows.map((row) => rowText(row).trimEnd());
          expect(lines.slice(2, 2 + body.length), name).toEqual(body);
        }
      }
    },
  );
});

describe("the screens as they are drawn", () => {
  it("opening: tells of the demo only while it is made, and not of waiting for a file", async () => {
    let tell: (step: Step) => void = () => {};
    const open = ({ progress }: Ctx) => {
      tell = progress;
      return new Promise<never>(() => {});
    };
    const walker = await new Walker({ open }).until("opening.loading");
    walker.now += 1_000;
    tell({ kind: "step", name: "waiting for process 4711, which uses demo.duckdb" });
    expect(textOf(walker)).toContain("waiting for process 4711");
    expect(textOf(walker)).not.toContain("first start");
    tell({ kind: "step", name: "Making demo pages and messages", index: 1, of: 3 });
    expect(textOf(walker)).toContain("The first start takes a few seconds");
  });

  it("creators: what is due first, with a mark and the way on", async () => {
    const text = textOf(await ways.creators());
    expect(text).toContain("PAGE           TIER    SEGMENT     ZONE     SCORE 30 DAYS TREND    WEEK");
    expect(text).toMatch(/❯ anna_v {9}MEDIUM {2}STANDARD {4}■ RED {5}0\.70 \$118\.0k \S+ due/);
    expect(text).toMatch(/set_already .*✓ set/);
    expect(text.indexOf("jadebri")).toBeLessThan(text.indexOf("set_already"));
    expect(text).toContain("4 creators · by due · week Nov 10–16 · 1 of 4 set · data to Nov 3, 09:12");
    expect(text).toContain(" ⏎ analyse  p plan at once  / filter  s sort  [ ] week  ? help  q quit");
  });

  it("creators: of one's own pages it counts those that are set among them", async () => {
    const walker = await ways.creators({ settings: { pages: ["jadebri", "set_already"] } });
    expect(textOf(walker)).toContain("2 of 4 · mine · by due · week Nov 10–16 · 1 of 2 set");
    expect(textOf(walker.send("MINE"))).toContain("4 creators · by due · week Nov 10–16 · 1 of 4 set");
  });

  it("creators: a draft is marked, and an empty warehouse says what to do", async () => {
    const walker = await ways.overrides();
    walker.type("9").send("BACK", "BACK");
    expect(textOf(walker)).toContain("✎ draft");
    const empty = new StandIn();
    empty.rows = [];
    expect(textOf(await ways.creators({ warehouse: empty }))).toContain("eros-tui demo");
  });

  it("creators: a thousand pages are shown around the selection", async () => {
    const warehouse = new StandIn();
    const [pattern] = warehouse.rows;
    if (pattern === undefined) throw new Error("no row");
    warehouse.rows = Array.from({ length: 1_000 }, (_, index) => ({
      ...pattern,
      page: `page${String(index).padStart(4, "0")}`,
    }));
    const walker = await ways.creators({ warehouse });
    expect(textOf(walker)).toContain("❯ page0000");
    walker.send({ type: "MOVE", by: 500 });
    const lines = linesOf(walker);
    expect(lines.filter((line) => line.includes("❯"))).toEqual([expect.stringContaining("❯ page0500")]);
    expect(lines.filter((line) => line.includes("page0"))).toHaveLength(18);
    walker.send({ type: "MOVE", by: Number.POSITIVE_INFINITY });
    expect(textOf(walker)).toContain("❯ page0999");
  });

  it("analysis: every figure from the report, what it lacks said as lacking", async () => {
    const text = textOf(await ways.analysis());
    expect(text).toContain("Account     MEDIUM  $41,230 in 30 days ($25k–$100k)  2,140 recipients a message");
    expect(text).toMatch(/Saturation {2}0\.45 ▲ YELLOW {3}GREEN ━+┃━+●━+┃━+ RED/);
    expect(text).toMatch(/unlock rate +not in the report/);
    expect(text).toMatch(/Categories {2}not in the report/);
    expect(text).toContain("times: Los Angeles (PST)");
    expect(text).not.toContain("$0");
  });

  it("overrides: computed, yours and effect beside one another; every key plans anew", async () => {
    const walker = await ways.overrides();
    expect(textOf(walker)).toContain("❯ PPVs                9            ·▏");
    walker.type("12");
    const text = textOf(walker);
    expect(text).toContain("❯ PPVs                9            12▏           3 above what YELLOW allows");
    expect(text).toContain("3/5/4 for 12 PPVs");
    expect(text).toMatch(/PPV( +\d){7} +12 +was 9/);
    expect(text).toMatch(/Expected {2}\$.* \+\$[\d,]+ against computed/);
    expect(text).toContain("─ ▲ 12 PPVs in YELLOW: 3 above what the saturation allows ─");
  });

  it("overrides: an impossible value names the rule and what would fit, and going on is refused", async () => {
    const walker = await ways.overrides();
    walker.type("45");
    expect(textOf(walker).replace(/\s+/g, " ")).toMatch(/■ 45 PPVs .* fit/);
    walker.send("NEXT");
    expect(walker.place).toBe("overrides");
  });

  it("overrides: half a value keeps what was last valid, dimmed and marked", async () => {
    const walker = await ways.overrides();
    walker.send({ type: "MOVE", by: 2 }).type("3/5/");
    expect(textOf(walker)).toMatch(/❯ Budget\/Mid\/Premium {2}2\/4\/3 {8}3\/5\/▏ +…/);
    expect(textOf(walker)).not.toContain("■");
  });

  it("preview: the week as a grid and the message under the cursor with the operator's own clock", async () => {
    const walker = await ways.preview();
    const text = textOf(walker);
    expect(text).toMatch(/ Nov 10–16 {3}9 PPVs 9 bumps {2}▲ YELLOW {2}2\.5 h gap {2}exp\. \$/);
    expect(text).toContain("       Mon 10    Tue 11    Wed 12    Thu 13    Fri 14    Sat 15    Sun 16");
    expect(text.match(/▸/g)).toHaveLength(1);
    expect(text.match(/[Pb]:\d\d/g)).toHaveLength(18);
    expect(text).toMatch(/\(\w{3} \d\d:\d\d Manila\)/);
    expect(text).toContain("times: Los Angeles (PST)");
    const theirs = linesOf(walker, 80, 24, { zone: "America/Los_Angeles" }).join("\n");
    expect(theirs).not.toContain("Manila");
  });

  it("preview: all seven days at 60 columns, scrolled with a word about the rest", async () => {
    const walker = await ways.preview();
    const first = textOf(walker, 60, 20);
    expect(first).toContain("     Mon 10  Tue 11  Wed 12  Thu 13  Fri 14  Sat 15  Sun 16");
    for (let step = 0; step < 18; step += 1) {
      expect(textOf(walker, 60, 20).match(/▸/g)).toHaveLength(1);
      walker.send({ type: "MOVE", by: 1 });
    }
  });

  it("confirm: what is written where, and the menu only after the quiet time", async () => {
    const walker = (await ways.preview()).send("NEXT");
    await walker.until("confirm.quiet");
    expect(textOf(walker)).not.toContain("Commit and write the CSV");
    walker.keepQuiet();
    const text = textOf(walker);
    expect(text).toContain("locks     9 PPV captions, kept from every page    active_caption_assignments");
    expect(text).toContain("captions checked 09:12:00 PST");
    expect(text).toContain(" ❯ Commit and write the CSV\n   Commit without a CSV\n");
    expect(textOf(walker, 60, 20)).not.toContain("active_caption_assignments");
  });

  it("conflict: which captions, who holds them, what can be done", async () => {
    const text = textOf(await ways.conflict());
    expect(text).toContain("■ 2 captions were taken while you planned");
    expect(text).toMatch(/“Check your DMs” +Mid +locked by anna_v {2}Nov 12 {2}sched_\S*anna_v/);
    expect(text).toContain("❯ Draw replacements for those 2");
  });

  it("conflict: the schedule that holds the week is said before the captions that are taken because of it", async () => {
    const walker = await ways.preview();
    const { captions } = heldByAnna(walker);
    const other = {
      scheduleId: "sched_other_jadebri",
      weekStart: "2025-11-10",
      createdBy: "anna",
      createdAt: null,
    };
    walker.warehouse.check = { captions, schedules: [other] };
    (await walker.send("NEXT").until("conflict.quiet")).keepQuiet();
    const text = textOf(walker);
    expect(text).toMatch(
      /■ Another schedule of the page covers these days.*\n {3}sched_other_jadebri covers the week from Nov 10, by anna\n {3}2 captions were taken while you planned\n/,
    );
    expect(text).toContain("❯ Replace that schedule");
  });

  it.each(SIZES)("conflict: names whole holders' dates and since when, at %d×%d", async (columns, rows) => {
    const walker = await ways.preview();
    const { captions } = heldByAnna(walker);
    walker.warehouse.check = {
      captions: captions.map((each, index) => ({
        ...each,
        holder: "a_page_with_a_long_name",
        since: `2025-11-0${index + 1}T18:00:00Z`,
      })),
      schedules: [],
    };
    (await walker.send("NEXT").until("conflict.quiet")).keepQuiet();
    const lines = linesOf(walker, columns, rows).filter((line) => line.includes("locked by"));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/locked by a_\w*…\w+ {2}Nov 12(?: {2}sched_\S+…\S*_v)?$/);
    expect(textOf(walker, columns, rows)).toContain("locked since Nov 1 to Nov 2; the other 7 can stay");
  });

  it("result: what was stored, and the next creator", async () => {
    const text = textOf(await ways.result());
    expect(text).toMatch(/ ✓ stored, 9 captions locked/);
    expect(text).toContain("Messages     18    PPVs 9 (2/4/3)    Bumps 9");
    expect(text).toMatch(/By day {7}Mon █+ {2}Tue █+/);
    expect(text).toContain("❯ Next creator due: anna_v");
    expect(text).toContain("queue the 18 messages of the CSV in the sending platform.");
  });
});

describe("what is stored", () => {
  it("worklist: a caption too long for its rows ends in an ellipsis, emoji whole", async () => {
    const walker = new Walker();
    await walker.until("creators.list");
    const long = { ...caption(1), text: "🔥".repeat(500) };
    walker.warehouse.store({
      schedule: weekOf("anna_v", "2025-11-10", [long], caption(9)),
      weekStart: "2025-11-10",
    });
    await walker.send("HISTORY").until("history.list");
    await walker.send("WORKLIST").until("worklist.list");
    walker.send({ type: "MOVE", by: 1 });
    const [last = ""] = linesOf(walker).slice(-3);
    expect(last).toMatch(/^ (?:🔥)+…$/u);
    expect(width(last)).toBeLessThan(80);
  });

  it("withdrawal: says so where nothing of what is to come is marked as queued", async () => {
    const walker = await ways.worklist();
    walker.send({ type: "MOVE", by: Number.NEGATIVE_INFINITY });
    await walker.send("MARK").until("worklist.list");
    // The one that is marked is sent by now.
    walker.now = instantOf("2025-11-10", 23, 0) ?? 0;
    walker.send("BACK");
    await walker.send("WITHDRAW").until("undo.why");
    const said = textOf(walker).replace(/\s+/g, " ");
    expect(said).toContain(
      "none of those 3 is marked as queued: take out only what stands there all the same",
    );
  });

  it.each([60, 80])(
    "batch: one schedule is one, and where it goes is said, at %d columns",
    async (columns) => {
      const walker = await ways.creators({ warehouse: new StandIn({ production: true, label: "prod" }) });
      await walker.send("MARK", "BATCH").until("batch.table");
      (await walker.send("CONFIRM_BATCH").until("batch.quiet")).keepQuiet();
      const text = textOf(walker, columns, 24);
      expect(text).toMatch(/Writes to {2}PRODUCTION prod/);
      expect(text).toMatch(
        / 1 schedule, \d+ messages, week Nov 10–16\n .*captions locked, kept from every page\n/,
      );
    },
  );
});

describe("work and errors", () => {
  it("says what is done and since when after 150 ms, and that Esc cancels", async () => {
    const warehouse = new StandIn();
    const walker = await ways.creators({ warehouse });
    warehouse.hold("week");
    walker.send("NEXT");
    await walker.breathe();
    expect(textOf(walker)).not.toContain("Esc cancels ─");
    walker.now += 3_100;
    expect(linesOf(walker).at(-2)).toMatch(/^─ \S doing week · 3\.1 s · Esc cancels ─/);
    warehouse
      .waitingFor("week")
      .ctx.progress({ kind: "retry", reason: "BigQuery 503", seconds: 2, attempt: 2, of: 5 });
    expect(linesOf(walker).at(-2)).toContain("BigQuery 503, trying again in 2 s (2 of 5)");
  });

  it.each(SIZES)(
    "keeps since when and the way out in the row however long the step is, at %d×%d",
    async (...size) => {
      const warehouse = new StandIn();
      const walker = await ways.creators({ warehouse });
      warehouse.hold("week");
      walker.send("NEXT");
      await walker.breathe();
      walker.now += 3_100;
      const name = `waiting for process 4711, which uses ${"/somewhere".repeat(20)}/eros.duckdb`;
      warehouse.waitingFor("week").ctx.progress({ kind: "step", name });
      expect(linesOf(walker, ...size).at(-2)).toMatch(
        /^─ \S waiting for process .*… · 3\.1 s · Esc cancels ─/,
      );
    },
  );

  it.each(SIZES)("answers a key while work runs, at %d×%d", async (...size) => {
    const warehouse = new StandIn();
    const walker = await ways.confirm({ warehouse });
    warehouse.hold("commit");
    walker.send({ type: "COMMIT", csv: false });
    await walker.breathe();
    walker.now += 2_000;
    walker.send("KEY", "INTERRUPT");
    const said = "─ leaves when the outcome is known · Ctrl-C again: now ─";
    expect(linesOf(walker, ...size).at(-2)).toContain(said);
    walker.send("KEY");
    expect(linesOf(walker, ...size).at(-2)).toContain("doing commit · 2.0 s");
    walker.send("BACK");
    expect(linesOf(walker, ...size).at(-2)).toMatch(/^─ stopping … ─* .*2\.0 s/);
  });

  it("makes an error a place: what happened, what to do, where the log is, and the ways on", async () => {
    const warehouse = new StandIn();
    const walker = await ways.creators({ warehouse, settings: { logPath: "/home/ana/log/eros-tui.log" } });
    warehouse.hold("week");
    walker.send("NEXT");
    await walker.breathe();
    warehouse.waitingFor("week").fail(new Error("the disk is full\x1b[2J"));
    await walker.until("analysis.failed");
    const text = textOf(walker);
    expect(text).toContain(" ■ The disk is full");
    expect(text).toContain("log: /home/ana/log/eros-tui.log");
    expect(text).toContain(" ❯ Try again\n   Back\n   Quit");
  });

  it("says in the footer that a commit on its way cannot be stopped", async () => {
    const warehouse = new StandIn();
    const walker = await ways.confirm({ warehouse });
    warehouse.hold("commit");
    walker.send({ type: "COMMIT", csv: false });
    await walker.breathe();
    warehouse.send();
    expect(linesOf(walker).at(-1)).toContain("committing, cannot be stopped");
  });
});
