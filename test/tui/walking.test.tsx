import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { SILENT } from "../../src/pipeline/log.js";
import { newWalk, type Walk, Walking } from "../../src/tui/walking.js";
import type { Leaving } from "../../src/walk/leaving.js";
import { NOW, SETTINGS, StandIn } from "../walk/stand.js";
import { folder, heldByAnna, type Walker } from "../walk/walker.js";
import { Seat } from "./seat.js";

const ESC = "\x1b";
const ENTER = "\r";
const UP = "\x1b[A";
const DOWN = "\x1b[B";

const operators: Operator[] = [];
afterEach(() => {
  for (const operator of operators.splice(0)) operator.close();
});

/** An operator before the real screens, over a warehouse in memory. Each key waits for what it should show. */
class Operator {
  readonly warehouse: StandIn;
  readonly csvDir = folder();
  left: Leaving | null = null;
  readonly walk: Walk;
  private readonly seat: Seat;

  constructor(warehouse = new StandIn()) {
    this.warehouse = warehouse;
    this.walk = newWalk(
      {
        settings: { ...SETTINGS, csvDir: this.csvDir },
        open: async () => this.warehouse,
        now: () => NOW,
        real: () => Date.now(),
        log: SILENT,
      },
      (leaving) => {
        this.left = leaving;
      },
    );
    operators.push(this);
    this.walk.start();
    this.seat = new Seat(<Walking walk={this.walk} zone="Asia/Manila" home={null} />);
  }

  close(): void {
    this.walk.stop();
    this.seat.leave();
  }

  get text(): string {
    return this.seat.text;
  }
  async sees(what: string | RegExp): Promise<this> {
    await this.seat.sees(what);
    return this;
  }
  async press(keys: string, then: string | RegExp): Promise<this> {
    this.seat.type(keys);
    return this.sees(then);
  }
  type(keys: string): void {
    this.seat.type(keys);
  }
  paste(text: string): void {
    this.seat.paste(text);
  }
  async reaches(place: "analysis" | "overrides" | "preview" | "confirm"): Promise<this> {
    await this.sees("❯ anna_v");
    await this.press(DOWN, "❯ jadebri");
    await this.press(ENTER, "› analysis");
    await this.sees("Saturation");
    if (place === "analysis") return this;
    await this.press(ENTER, "COMPUTED");
    if (place === "overrides") return this;
    await this.press(ENTER, "Mon 10");
    if (place === "preview") return this;
    await this.press(ENTER, "› confirm");
    return this.sees("❯ Commit and write the CSV");
  }
}

describe("an operator before the screens", () => {
  it("walks from the list to a stored week and its CSV, and leaves by q", async () => {
    const operator = await new Operator().reaches("confirm");
    await operator.press(ENTER, "✓ stored, 9 captions locked");
    expect(operator.warehouse.stored.size).toBe(1);
    const [id = ""] = operator.warehouse.stored.keys();
    expect(readFileSync(join(operator.csvDir, `${id}.csv`), "utf8").split("\n")).toHaveLength(1 + 18 + 1);
    await operator.sees("❯ Next creator due: anna_v");
    await operator.press("q", "");
    await vi.waitFor(() => expect(operator.left?.reason).toBe("quit"));
  });

  it("costs p ⏎ ⏎ ⏎ for a page that needs no override", async () => {
    const operator = await new Operator().sees("❯ anna_v");
    await operator.press("p", "Mon 10");
    await operator.press(ENTER, "❯ Commit and write the CSV");
    await operator.press(ENTER, "✓ stored");
    await operator.sees("❯ Next creator due: jadebri");
    await operator.press(ENTER, "jadebri › preview");
  });

  it("may be typed ahead: keys pressed while a page is read wait for it, up to the menu that writes", async () => {
    const operator = await new Operator().sees("❯ anna_v");
    operator.warehouse.hold("week");
    await operator.press(`p${ENTER}${ENTER}${ENTER}`, "› preview");
    operator.warehouse.letGo("week");
    await vi.waitFor(() => operator.warehouse.waitingFor("week").answer());
    // The first ⏎ was for the preview; those after it came before the menu stood.
    await operator.sees("❯ Commit and write the CSV");
    expect(operator.warehouse.stored.size).toBe(0);
    await operator.press(ENTER, "✓ stored");
    expect(operator.warehouse.stored.size).toBe(1);
  });

  it("gives typed-ahead keys up where what they were for did not come: Esc, or an error", async () => {
    const operator = await new Operator().sees("❯ anna_v");
    operator.warehouse.hold("week");
    await operator.press(`p${ENTER}`, "› preview");
    await operator.press(ESC, "❯ anna_v");
    operator.type(`p${ENTER}${DOWN}${ENTER}`);
    await vi.waitFor(() => operator.warehouse.waitingFor("week").fail(new Error("the line broke")));
    await operator.sees("❯ Try again");
    expect(operator.warehouse.calls.filter((unit) => unit === "week")).toHaveLength(2);
    operator.type("?");
    await operator.sees("● GREEN");
  });

  it("keeps what is typed while a date is applied, in order", async () => {
    const operator = await new Operator().reaches("overrides");
    await operator.press(`${UP}${UP}`, "❯ Start date");
    operator.warehouse.hold("week");
    await operator.press(`2025-11-17${DOWN}${DOWN}12`, "2025-11-17");
    await vi.waitFor(() => operator.warehouse.waitingFor("week").answer());
    operator.warehouse.letGo("week");
    await operator.sees(/❯ PPVs +9 +12▏/);
    await operator.sees("Mon Nov 17");
  });

  it("goes back the whole way with everything typed still there", async () => {
    const operator = await new Operator().reaches("overrides");
    await operator.press("1", "1▏");
    await operator.press("2", "12▏");
    await operator.press(ENTER, "12 PPVs 9 bumps");
    await operator.press(ESC, "COMPUTED");
    await operator.press(ESC, "› analysis");
    await operator.press(ESC, "✎ draft");
    await operator.press(ENTER, "› analysis");
    await operator.press(ENTER, "12▏");
    await operator.press("u", "·▏");
  });

  it("filters by what is typed, letters being text", async () => {
    const operator = await new Operator().sees("❯ anna_v");
    await operator.press("/", "▏");
    await operator.press("j", "/ j▏");
    await operator.press("q", "No creator's name has “jq”");
    await operator.press("\x7f", "❯ jadebri");
    operator.paste("ade_\n");
    await operator.sees("/ jade_▏");
    await operator.sees("❯ jade_north");
    await operator.press("\t", /\/ jade_ +1 of 4/);
    await operator.press(ESC, "❯ jade_north");
    await operator.sees("4 creators");
  });

  it("loses no key of many that come in one read", async () => {
    const operator = await new Operator().sees("❯ anna_v");
    await operator.press(`${DOWN}${DOWN}`, "❯ jade_north");
    await operator.press(`${UP}${UP}${DOWN}/jadeb${ENTER}`, "jadebri › analysis");
    await operator.sees("Saturation");
    await operator.press(`${ENTER}1${DOWN}7`, /PPVs +9 +1 /);
    await operator.sees(/❯ Bumps +9 +7▏/);
  });

  it("takes no digit for a choice in a menu that writes", async () => {
    const operator = await new Operator().reaches("confirm");
    for (const digit of "123") await operator.press(digit, "❯ Commit and write the CSV");
    expect(operator.warehouse.stored.size).toBe(0);
    await operator.press(DOWN, "❯ Commit without a CSV");
    await operator.press("G", "❯ Back to the preview");
    await operator.press(ENTER, "› preview");
    expect(operator.warehouse.stored.size).toBe(0);
  });

  it("takes no choice right after a panel that lay over the menu is closed", async () => {
    const operator = await new Operator().reaches("confirm");
    await operator.press("?", "● GREEN");
    await operator.press(ESC, "❯ Commit and write the CSV");
    await operator.press(`${ENTER}${DOWN}`, "❯ Commit without a CSV");
    expect(operator.warehouse.stored.size).toBe(0);
  });

  it("writes the CSV where the typed path says, and nothing else", async () => {
    const operator = await new Operator().reaches("confirm");
    const path = join(operator.csvDir, "my week.csv");
    await operator.press("e", "▏");
    await operator.press("\x15", "CSV  ▏");
    operator.paste(path);
    await operator.sees("my week.csv▏");
    await operator.press(ENTER, "❯ Commit and write the CSV");
    await operator.press(DOWN, "❯ Commit without a CSV");
    await operator.press(DOWN, "❯ Only write the CSV");
    await operator.press(ENTER, "nothing is stored, nothing locked");
    expect(existsSync(path)).toBe(true);
    expect(operator.warehouse.stored.size).toBe(0);
  });

  it("says that the schedule stands when its CSV could not be written, and tries another path", async () => {
    const operator = await new Operator().reaches("confirm");
    await operator.press("e", "▏");
    await operator.press("\x15", "CSV  ▏");
    operator.paste(join(operator.csvDir, "no folder", "week.csv"));
    await operator.sees("week.csv▏");
    await operator.press(ENTER, "❯ Commit and write the CSV");
    await operator.press(ENTER, "✓ The schedule is stored all the same");
    expect(operator.warehouse.stored.size).toBe(1);
    await operator.sees("❯ Another path");
    await operator.press(ENTER, "▏");
    await operator.press("\x15", "CSV  ▏");
    operator.paste(join(operator.csvDir, "week.csv"));
    await operator.sees("week.csv▏");
    await operator.press(ENTER, "✓ stored, 9 captions locked");
    expect(existsSync(join(operator.csvDir, "week.csv"))).toBe(true);
  });

  it("asks for the dataset's name before the first commit to production", async () => {
    const operator = await new Operator(
      new StandIn({ kind: "bigquery", label: "prod", place: "of-project.eros_brain", production: true }),
    ).sees("PRODUCTION");
    await operator.press("p", "Mon 10");
    await operator.press(ENTER, "❯ PRODUCTION: commit and write the CSV");
    await operator.press(ENTER, "Type eros_brain to commit");
    await operator.press("eros", "❯ eros▏");
    await operator.press(ENTER, "type eros_brain to commit");
    expect(operator.warehouse.stored.size).toBe(0);
    await operator.press("_brain", "❯ eros_brain▏");
    await operator.press(ENTER, "✓ stored");
  });

  it("offers replacements for captions that were taken", async () => {
    const operator = await new Operator().reaches("preview");
    operator.warehouse.check = heldByAnna({ context: operator.walk.getSnapshot().context } as Walker);
    await operator.press(ENTER, "■ 2 captions were taken while you planned");
    await operator.sees("❯ Draw replacements for those 2");
    operator.warehouse.check = { captions: [], schedules: [] };
    await operator.press(ENTER, "› confirm");
    await operator.sees("❯ Commit and write the CSV");
  });

  it("chooses a zone from its list", async () => {
    const operator = await new Operator().reaches("overrides");
    await operator.press(UP, "❯ Zone");
    await operator.press(" ", "❯ as computed: ▲ YELLOW");
    await operator.press(DOWN, "❯ ● GREEN");
    await operator.press(ENTER, /Zone +▲ YELLOW +● GREEN +2 h apart/);
    await operator.sees(/PPV( +\d){7} +12 +was 9/);
  });

  it("shows panels over the week and takes them away in order", async () => {
    const operator = await new Operator().reaches("preview");
    await operator.press("w", "Why this?");
    await operator.press("?", "● GREEN");
    await operator.press(ESC, "Mon 10");
    await operator.press("d", "CAPTION");
    await operator.press(ESC, "Mon 10");
    await operator.press("c", "Captions left for jadebri");
    await operator.press(ESC, "Mon 10");
    await operator.press("!", "there are no warnings");
    await operator.press("q", "Esc back · Ctrl-C leaves");
    await operator.press(DOWN, /\n─{80}\n ⏎ confirm/);
    expect(operator.text).not.toContain("Ctrl-C leaves");
  });
});
