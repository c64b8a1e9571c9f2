import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { machineTime } from "../../src/warehouse/duckdb/tickets.js";
import { inTurn, unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { type Ctx, QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, commitOf, NOW, WEEK, watched, weekOf } from "./fixtures.js";
import { freePid, holdFile } from "./processes.js";

let file = "";
let open: () => Promise<Warehouse>;
beforeEach(async () => {
  const place = await duckdbPlace({ creators: [{ page: "ana" }], captions: [caption(0)] });
  onTestFinished(() => place.dispose());
  file = place.file;
  open = () => place.open();
});

const read = (ctx: Ctx = QUIET, waitSeconds = 20) =>
  unitOfWork(
    file,
    { mode: "read", waitSeconds },
    ctx,
    async (session) => (await session.row("SELECT 1 AS one")).one,
  );
const tickets = (): string[] => readdirSync(`${file}.q`);
const ticket = (pid: number, ms = machineTime() - 1000): string => {
  const path = join(`${file}.q`, `${String(ms).padStart(15, "0")}-${pid}-0`);
  mkdirSync(`${file}.q`, { recursive: true });
  writeFileSync(path, "");
  return path;
};
/** Resolves when the context is told something that matches. */
function whenTold(ctx: ReturnType<typeof watched>, pattern: RegExp): Promise<void> {
  return new Promise((resolve) => {
    const { progress } = ctx;
    ctx.progress = (step) => {
      progress(step);
      if (step.kind === "step" && pattern.test(step.name)) resolve();
    };
  });
}

describe("a file that another process has open", () => {
  it("is waited for, visibly, and used once it is free", async () => {
    const holder = await holdFile(file);
    onTestFinished(holder.letGo);
    const ctx = watched();
    const told = whenTold(ctx, new RegExp(`waiting for process ${holder.pid}`));
    const result = read(ctx);
    await told;
    await holder.letGo();
    expect(await result).toBe(1);
  });

  it("is given up at the deadline, naming the process that holds it", async () => {
    const holder = await holdFile(file);
    onTestFinished(holder.letGo);
    await expect(read(QUIET, 0.2)).rejects.toMatchObject({
      kind: "unreachable",
      exitCode: 7,
      message: expect.stringContaining(`process ${holder.pid}`),
      remedy: expect.stringContaining(String(holder.pid)),
    });
    expect(tickets()).toEqual([]);
  });

  it("need not be waited for to the end: an abort is heard", async () => {
    const holder = await holdFile(file);
    onTestFinished(holder.letGo);
    const ctx = watched();
    const told = whenTold(ctx, /waiting/);
    const result = read(ctx);
    await told;
    ctx.abort();
    await expect(result).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("tickets", () => {
  it("are drawn and given back by every unit of work, also by those that fail", async () => {
    const seen = await unitOfWork(file, { mode: "read" }, QUIET, async () => tickets());
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain(`-${process.pid}-`);
    await expect(
      unitOfWork(file, { mode: "write" }, QUIET, (session) => session.rows("SELECT nonsense")),
    ).rejects.toThrow();
    expect(tickets()).toEqual([]);
  });

  it("of another living process go first", async () => {
    const other = ticket(process.ppid);
    const ctx = watched();
    const told = whenTold(ctx, new RegExp(`process ${process.ppid}`));
    const result = read(ctx);
    await told;
    rmSync(other);
    expect(await result).toBe(1);
  });

  it("are drawn by a clock that nobody sets: one of before the machine was started anew holds up nobody", async () => {
    ticket(process.ppid, machineTime() + 3_600_000);
    const clock = Date.now;
    onTestFinished(() => {
      Date.now = clock;
    });
    const drawn = () => unitOfWork(file, { mode: "read" }, QUIET, async () => tickets().sort()[0] ?? "");
    const first = await drawn();
    Date.now = () => clock() - 86_400_000;
    expect((await drawn()) > first).toBe(true);
  });

  it("of a process that waits too long behind another end with its name", async () => {
    ticket(process.ppid);
    await expect(read(QUIET, 0.1)).rejects.toMatchObject({
      message: expect.stringContaining(`process ${process.ppid}`),
    });
  });

  it.each([
    ["a dead process", async () => ticket(await freePid())],
    [
      "a living process that has long forgotten it",
      async () => ticket(process.ppid, machineTime() - 130_000),
    ],
    ["nobody", async () => join(`${file}.q`, "not a ticket")],
  ])("of %s are swept away", async (_who, make) => {
    const other = await make();
    mkdirSync(`${file}.q`, { recursive: true });
    writeFileSync(other, "");
    expect(await read()).toBe(1);
    if (!other.endsWith("not a ticket")) expect(existsSync(other)).toBe(false);
  });
});

describe("units of one process", () => {
  it("run one after another in the order in which they began, whatever becomes of each", async () => {
    const order: number[] = [];
    const unit = (n: number) =>
      unitOfWork(file, { mode: n % 2 ? "read" : "write" }, QUIET, async (session) => {
        await session.rows("SELECT 1");
        order.push(n);
        if (n === 2) throw new Error("the third fails");
      });
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map(unit));
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(results.map((one) => one.status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
  });

  it("take their turn by themselves, without any ticket: two instances of one file would lose rows of both", async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ends`);
      if (name === "b") throw new Error("b fails");
    };
    const all = ["a", "b", "c"].map((name) => inTurn("/some/path", QUIET.signal, work(name)));
    const elsewhere = inTurn("/another/path", QUIET.signal, async () => log.includes("c ends"));
    await Promise.allSettled(all);
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(await elsewhere).toBe(false);
  });

  it("that are given up while they wait are not begun, and hold up nobody", async () => {
    const ctx = watched();
    let begun = false;
    const first = unitOfWork(file, { mode: "read" }, QUIET, async (session) => {
      ctx.abort();
      await expect(second).rejects.toMatchObject({ name: "AbortError" });
      return session.rows("SELECT 1");
    });
    const second = unitOfWork(file, { mode: "read" }, ctx, async () => {
      begun = true;
    });
    second.catch(() => {});
    const third = read();
    await Promise.all([first, third]);
    expect(begun).toBe(false);
  });

  it("begun inside another of the same file are refused instead of waiting for themselves", async () => {
    const inside = unitOfWork(file, { mode: "read" }, QUIET, () => read());
    await expect(inside).rejects.toThrow(/inside another/);
    expect(await read()).toBe(1);
  });

  // Some of these moments fall between two phases of the statement, where the engine forgets an interrupt.
  it.each([0, 1, 2, 4, 8, 30])(
    "are interrupted in a long query after %i ms, and the file is free",
    async (delay) => {
      const controller = new AbortController();
      const result = unitOfWork(
        file,
        { mode: "read" },
        { ...QUIET, signal: controller.signal },
        (session) => {
          setTimeout(() => controller.abort(), delay);
          return session.rows(
            "SELECT SUM(SQRT(a.range * b.range)) FROM range(10000000) AS a, range(10000000) AS b",
          );
        },
      );
      await expect(result).rejects.toMatchObject({ name: "AbortError" });
      await (await holdFile(file)).letGo();
    },
  );
});

describe("between two units of work", () => {
  it("the file is open to every other process, whatever was done and however it ended", async () => {
    const warehouse = await open();
    const free = async (): Promise<void> => (await holdFile(file)).letGo();
    const week = { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" };
    const ctx = watched();
    ctx.abort();
    await free();
    await warehouse.week(week, QUIET);
    await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)])), QUIET);
    await free();
    await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)])), QUIET).catch(() => {});
    await warehouse.week(week, ctx).catch(() => {});
    await warehouse.load({ captions: [caption(1, { captionId: "no number" })] }, QUIET).catch(() => {});
    await free();
    expect(existsSync(`${file}.wal`)).toBe(false);
  });
});
