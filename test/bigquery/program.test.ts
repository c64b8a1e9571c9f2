// The built program on BigQuery as an operator runs it: at the shell, and on the screens of a real terminal.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HOUR, isoUtc } from "../../src/domain/calendar.js";
import { World } from "../commands/program.js";
import { newHome } from "../story/home.js";
import { Operator } from "../story/operator.js";
import { KEY } from "../story/terminal.js";
import { caption, captionId, NOW } from "../warehouse/fixtures.js";
import { type Between, BYTES, between } from "./between.js";
import { address, type BigqueryPlace, bigqueryPlace, PROJECT } from "./place.js";

const BANK = Array.from({ length: 60 }, (_, index) =>
  caption(index, {
    priceTier: (["Budget", "Mid", "Premium", "Free"] as const)[index % 4],
    text: `Morning walk number ${index} 🌿`,
  }),
);
/** Three months of sends, so that there is something to analyse. */
const SENT = ["ana", "bea"].flatMap((page) =>
  Array.from({ length: 90 }, (_, index) => ({
    page,
    text: `${page} sent this long ago, ${index}`,
    sendingTime: NOW - (30 + index * 23) * HOUR,
    type: "PPV" as const,
    price: 10,
    sent: 100,
    viewed: 50 + (index % 7),
    purchased: 5,
    earnings: 50,
  })),
);
const AS_OF = isoUtc(NOW);

let place: BigqueryPlace;
let proxy: Between;
let config: string;
beforeAll(async () => {
  place = await bigqueryPlace({
    creators: [{ page: "ana" }, { page: "bea" }],
    captions: BANK,
    messages: SENT,
  });
  proxy = await between(address());
  config = `
warehouse = "bigquery"
project = "${PROJECT}"
dataset = "${place.dataset}"
[profiles.trial]
production = false
`;
});
afterAll(async () => {
  await proxy.close();
  await place.dispose();
});
beforeEach(() => {
  proxy.started.length = 0;
  proxy.cancelled.length = 0;
});

interface Built {
  readonly schedule_id: string;
  readonly total_messages: number;
  readonly messages: readonly { readonly caption_id: string }[];
  readonly usage: {
    readonly jobs: number;
    readonly bytes_processed: number;
    readonly estimated_cost_usd: number;
  };
}

describe("at the shell", () => {
  const world = new World();
  beforeAll(() => void world.writeConfig(config));
  afterAll(() => world.remove());
  const run = async (...args: readonly string[]) => {
    const result = await world.run(args, {
      env: { BIGQUERY_EMULATOR_HOST: proxy.address, EROS_AS_OF: AS_OF },
    });
    expect(result.stderr, args.join(" ")).not.toMatch(/Warning|undefined/);
    return result;
  };
  const good = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...args);
    expect(code, stderr).toBe(0);
    return stdout;
  };
  const json = async <T>(...args: readonly string[]): Promise<T> =>
    JSON.parse(await good(...args, "--json")) as T;
  let first: Built;

  it("lists the pages, analyses one and shows its captions", async () => {
    expect(await good()).toMatch(/bigquery · PRODUCTION[\s\S]*ana[\s\S]*bea/);
    expect(await good("analyze", "ana")).toMatch(/Account[\s\S]*Saturation/);
    expect(await good("captions", "ana")).toMatch(/Budget\s+15\s+15/);
  });

  it("plans what it then builds, in at most four jobs, counted on the way; what they read and cost is told", async () => {
    const preview = await json<Built>("preview", "ana", "--zone", "GREEN");
    proxy.started.length = 0;
    first = await json<Built>("build", "ana", "--zone", "GREEN", "--yes");
    expect(proxy.started.length).toBeLessThanOrEqual(4);
    expect(first.usage).toEqual({
      jobs: proxy.started.length,
      bytes_processed: proxy.started.length * BYTES,
      estimated_cost_usd: expect.closeTo((proxy.started.length * BYTES * 6.25) / 2 ** 40, 9),
    });
    expect(first.messages.map((one) => one.caption_id)).toEqual(
      preview.messages.map((one) => one.caption_id),
    );
    // Ids of 19 digits and both signs, as the bank has them.
    const known = new Set(BANK.map((one) => one.captionId));
    for (const { caption_id } of first.messages) expect(known).toContain(caption_id);
    expect(known).toContain(captionId(1));
    const rows = readFileSync(join(world.home, `${first.schedule_id}.csv`), "utf8")
      .trim()
      .split("\n");
    expect(rows).toHaveLength(first.total_messages + 1);
  });

  it("refuses the same week a second time, and puts another in its place, in at most four jobs", async () => {
    const { code, stderr } = await run("build", "ana", "--zone", "GREEN", "--yes");
    expect([code, stderr]).toEqual([4, expect.stringContaining("conflict:")]);
    proxy.started.length = 0;
    const next = await json<Built>(
      "build",
      "ana",
      "--zone",
      "GREEN",
      "--replace",
      first.schedule_id,
      "--yes",
    );
    expect(proxy.started.length).toBeLessThanOrEqual(4);
    expect(await good("history", "ana", "--from", "2025-11-01")).toMatch(
      new RegExp(`committed.*${next.schedule_id}[\\s\\S]*replaced.*${first.schedule_id}`),
    );
    expect(await good("export", first.schedule_id, "--output", "first.csv")).toContain("first.csv");
    expect(await good("withdraw", next.schedule_id, "--why", "a trial", "--yes")).toContain("withdrawn");
  });

  it("does all that is due, and says how runs have gone", async () => {
    expect(await good("batch", "--due", "--yes")).toMatch(/2 pages: 2 committed/);
    // Runs are logged at the real time, whatever is taken as now.
    expect(await good("health", "--as-of", new Date().toISOString())).toMatch(/ana[\s\S]*bea/);
  });
});

describe("on the screens", () => {
  it("a retry is seen, Esc cancels the job, and the result tells what it cost", async () => {
    const home = newHome();
    const path = join(home.env.XDG_CONFIG_HOME ?? "", "eros-tui", "config.toml");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, config);
    const operator = await Operator.sitsDown({
      home,
      args: ["--profile", "trial"],
      env: { BIGQUERY_EMULATOR_HOST: proxy.address, EROS_AS_OF: "2025-11-10T09:12" },
    });
    const sees = (wanted: string | RegExp) => operator.terminal.until(wanted, 120_000);
    await sees(/❯ ana/);

    // Turned away from while it runs: the job is stopped.
    proxy.held = true;
    operator.terminal.type(KEY.enter);
    await sees("Esc");
    await operator.terminal.until(() => proxy.started.length > 1, 120_000);
    operator.terminal.type(KEY.escape);
    await sees(/› creators[\s\S]*❯ ana/);
    await expect.poll(() => proxy.cancelled.length, { timeout: 120_000 }).toBe(1);
    proxy.held = false;

    proxy.busyOnce = true;
    operator.terminal.type(KEY.enter);
    await sees(/busy[\s\S]*1 of 5|1 of 5[\s\S]*busy/);
    await sees("Saturation");
    for (const next of [/› overrides.*COMPUTED/s, /› preview.*Mon 17/s, /› confirm.*❯ Commit/s]) {
      operator.terminal.type(KEY.enter);
      await sees(next);
    }
    // Keys that come before the menu has stood quietly are dropped: pressed until one is taken.
    await expect
      .poll(
        () => {
          if (operator.text.includes("› confirm")) operator.terminal.type(KEY.enter);
          return operator.text;
        },
        { timeout: 120_000, interval: 500 },
      )
      .toMatch(/Queries\s+\d+ jobs, \d+\.\d GB read, about \$0\.\d\d/);
    operator.terminal.close();
    home.remove();
  });
});
