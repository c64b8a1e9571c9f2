import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { createActor, SimulatedClock, waitFor } from "xstate";
import { SILENT } from "../../src/pipeline/log.js";
import type { WalkContext } from "../../src/walk/context.js";
import { currentDraft } from "../../src/walk/draft.js";
import { EVERY_EVENT, type WalkEvent } from "../../src/walk/events.js";
import type { Leaving } from "../../src/walk/leaving.js";
import { walkMachine } from "../../src/walk/machine.js";
import { type Activity, activityOf, type Place, placeOf } from "../../src/walk/places.js";
import type { WalkServices, WalkSettings } from "../../src/walk/services.js";
import { QUIET_MS } from "../../src/walk/setup.js";
import { caption, weekOf } from "../warehouse/fixtures.js";
import { NOW, SETTINGS, StandIn } from "./stand.js";

export type State = Place | `${Place}.${Activity}`;

const folders: string[] = [];
const walkers: Walker[] = [];
afterEach(() => {
  for (const walker of walkers.splice(0)) walker.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder for CSV files that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "eros-walk-"));
  folders.push(path);
  return path;
}

export interface Start {
  readonly warehouse?: StandIn;
  readonly settings?: Partial<WalkSettings>;
  readonly open?: WalkServices["open"];
}

/** An operator at the machine: sends what keys mean, sees where the walk is. Time stands still unless it is moved. */
export class Walker {
  readonly warehouse: StandIn;
  readonly clock = new SimulatedClock();
  now = NOW;
  /** What the operator had copied. */
  readonly copied: string[] = [];
  private readonly actor;

  constructor({ warehouse = new StandIn(), settings = {}, open }: Start = {}) {
    this.warehouse = warehouse;
    const services: WalkServices = {
      settings: { ...SETTINGS, csvDir: folder(), ...settings },
      open: open ?? (async () => this.warehouse),
      now: () => this.now,
      real: () => this.now,
      log: SILENT,
      copy: async (text) => {
        this.copied.push(text);
        return ["terminal (OSC 52)"];
      },
    };
    this.actor = createActor(walkMachine, { input: services, clock: this.clock });
    walkers.push(this);
    this.actor.start();
  }

  get context(): WalkContext {
    return this.actor.getSnapshot().context;
  }
  get place(): Place {
    return placeOf(this.actor.getSnapshot());
  }
  get state(): State {
    const activity = activityOf(this.actor.getSnapshot());
    return activity === null ? this.place : `${this.place}.${activity}`;
  }
  get snapshot() {
    return this.actor.getSnapshot();
  }
  get draft() {
    return currentDraft(this.context);
  }
  get output(): Leaving | undefined {
    return this.actor.getSnapshot().output;
  }

  /** What a key means there, after the key itself. */
  send(...events: readonly (WalkEvent | WalkEvent["type"])[]): this {
    for (const event of events) {
      this.actor.send({ type: "KEY" });
      this.actor.send(typeof event === "string" ? EVERY_EVENT[event] : event);
    }
    return this;
  }
  type(text: string): this {
    for (const character of text) this.send({ type: "TYPE", text: character });
    return this;
  }
  /** Lets pass the time without a key that menus wait for. */
  keepQuiet(): this {
    this.clock.increment(QUIET_MS);
    return this;
  }
  async until(state: State): Promise<this> {
    await waitFor(this.actor, (snapshot) => {
      const activity = activityOf(snapshot);
      return state === (state.includes(".") ? `${placeOf(snapshot)}.${activity}` : placeOf(snapshot));
    });
    return this;
  }
  /** Waits for a state in which nothing is being done. */
  async settled(): Promise<this> {
    await waitFor(this.actor, ({ context }) => context.work === null);
    return this;
  }
  /** Lets what is ready happen: promises that are already kept. */
  async breathe(): Promise<this> {
    await new Promise((resolve) => setImmediate(resolve));
    return this;
  }
  stop(): void {
    this.actor.stop();
  }
}

/** The usual ways to places, from the start. */
export const ways = {
  async creators(start: Start = {}): Promise<Walker> {
    return new Walker(start).until("creators.list");
  },
  async analysis(start: Start = {}): Promise<Walker> {
    const walker = await ways.creators(start);
    walker.send("FILTER").type("jadebri").send("NEXT");
    return walker.until("analysis.ready");
  },
  async overrides(start: Start = {}): Promise<Walker> {
    return (await ways.analysis(start)).send("NEXT").until("overrides.fields");
  },
  async preview(start: Start = {}): Promise<Walker> {
    return (await ways.overrides(start)).send("NEXT").until("preview.week");
  },
  async confirm(start: Start = {}): Promise<Walker> {
    const walker = (await ways.preview(start)).send("NEXT");
    return (await walker.until("confirm.quiet")).keepQuiet();
  },
  async conflict(start: Start = {}): Promise<Walker> {
    const walker = await ways.preview(start);
    walker.warehouse.check = heldByAnna(walker);
    walker.send("NEXT");
    return (await walker.until("conflict.quiet")).keepQuiet();
  },
  async batch(start: Start = {}): Promise<Walker> {
    return (await ways.creators(start)).send("BATCH").until("batch.table");
  },
  async batchMenu(start: Start = {}): Promise<Walker> {
    const walker = (await ways.batch(start)).send("CONFIRM_BATCH");
    return (await walker.until("batch.quiet")).keepQuiet();
  },
  async history(start: Start = {}): Promise<Walker> {
    const walker = await ways.creators(start);
    for (const [at, weekStart] of ["2025-11-10", "2025-10-27"].entries())
      walker.warehouse.store({
        schedule: weekOf("jadebri", weekStart, [caption(at), caption(at + 1), caption(5)], caption(9)),
        weekStart,
      });
    return walker.send("HISTORY").until("history.list");
  },
  async worklist(start: Start = {}): Promise<Walker> {
    return (await ways.history(start)).send("WORKLIST").until("worklist.list");
  },
  async withdrawing(start: Start = {}): Promise<Walker> {
    return (await ways.history(start)).send("WITHDRAW").until("undo.why");
  },
  async undoMenu(start: Start = {}): Promise<Walker> {
    const walker = (await ways.withdrawing(start)).type("wrong page").send("NEXT");
    return (await walker.until("undo.quiet")).keepQuiet();
  },
  async result(start: Start = {}): Promise<Walker> {
    const walker = (await ways.confirm(start)).send({ type: "COMMIT", csv: true });
    return (await walker.until("result.quiet")).keepQuiet();
  },
};

/** The first two PPVs of the plan, taken by another page. */
export function heldByAnna(walker: Walker) {
  const ppvs = walker.context.plan?.messages.filter(({ slot }) => slot.type === "PPV") ?? [];
  const ids = ppvs.slice(0, 2).map(({ caption }) => caption.captionId);
  return {
    captions: ids.map((captionId, index) => ({
      captionId,
      text: "Check your DMs",
      priceTier: "Mid",
      sendDate: ppvs[index]?.slot.date ?? "",
      holder: "anna_v",
      heldDate: "2025-11-12",
      heldBy: "sched_20251103_080000_000000_anna_v",
      since: "2025-11-03T17:00:00Z",
    })),
    schedules: [],
  };
}
