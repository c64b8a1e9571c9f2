import { useSelector } from "@xstate/react";
import { type Key, useInput } from "ink";
import { type ReactElement, useCallback, useEffect, useRef, useState } from "react";
import { type Actor, createActor } from "xstate";
import { ACTIONS, type ActionName } from "../walk/actions.js";
import type { Leaving } from "../walk/leaving.js";
import { walkMachine } from "../walk/machine.js";
import { type Mode, modeOf } from "../walk/modes.js";
import type { WalkServices } from "../walk/services.js";
import { QUIET_MS } from "../walk/setup.js";
import { keyName } from "./key-name.js";
import { meaningOf, pasteFor, type Scroll, takesText } from "./keys.js";
import { LISTENING_CLOCK, type Wait } from "./listening-clock.js";
import { Screen } from "./screen.js";
import { type ScreenView, screenView, tooSmall } from "./screen.view.js";
import { FRAME_ROWS, type Sight } from "./sight.js";
import { useOnGlass, usePaste, useWindowSize } from "./terminal/terminal.js";
import { useTypedAhead } from "./typed-ahead.js";
import { SHOWN_AFTER, SPINNER_MILLIS } from "./working.view.js";

const WRITING: ReadonlySet<Mode> = new Set([
  "confirm",
  "conflict",
  "exportFailed",
  "result",
  "batch menu",
  "undo",
]);

export type Walk = Actor<typeof walkMachine>;

/** The walk, not begun yet; `onLeft` is told once when it ends. */
export function newWalk(services: WalkServices, onLeft: (leaving: Leaving) => void): Walk {
  const walk = createActor(walkMachine, { input: services, clock: LISTENING_CLOCK });
  walk.subscribe({ complete: () => onLeft(walk.getSnapshot().output as Leaving) });
  return walk;
}

interface WalkingProps {
  readonly walk: Walk;
  /** IANA name of the operator's own zone. */
  readonly zone: string;
  readonly home: string | null;
}

/** The screens over a walk: draws what it knows, and tells it what the keys mean. */
export function Walking({ walk, zone, home }: WalkingProps): ReactElement {
  const snapshot = useSelector(walk, (state) => state);
  const size = useWindowSize();
  const { context } = snapshot;
  const now = useNow(context.services.real, context.work?.since ?? null);
  const small = tooSmall(size.columns, size.rows);
  const sight: Sight = { columns: size.columns, rows: size.rows - FRAME_ROWS, zone, home, now };
  const view: ScreenView = small === null ? screenView(snapshot, sight) : { tooSmall: small };
  const scroll = useRef<Scroll>({ first: 0, last: 0, page: 1 });
  if (view.tooSmall === null) scroll.current = view.scroll;

  const uncovered = useRef(new QuietAfterCover(walk));
  const isSmall = useRef(false);
  if (isSmall.current && small === null) uncovered.current.begin();
  isSmall.current = small !== null;

  const hear = useCallback(
    (input: string, key: Key): void => {
      const name = keyName(input, key);
      // What cannot be seen is not acted on.
      if (name === null || isSmall.current) return;
      const state = walk.getSnapshot();
      if (state.status === "done") return;
      const meaning = meaningOf(name, modeOf(state), state.context, scroll.current);
      // The menu hears this key next, and says so itself.
      if (meaning !== "menu") {
        walk.send({ type: "KEY" });
        if (meaning !== null) walk.send(meaning);
      }
      uncovered.current.keyPressed();
    },
    [walk],
  );

  const paste = useCallback(
    (text: string): void => {
      const state = walk.getSnapshot();
      if (state.status === "done" || isSmall.current) return;
      const mode = modeOf(state);
      const taken = takesText(mode) ? pasteFor(mode, text) : "";
      walk.send({ type: "KEY" });
      if (taken !== "") walk.send({ type: "TYPE", text: taken });
    },
    [walk],
  );
  usePaste(paste);
  useTypedAhead(walk);

  // A menu that writes hears a key only once it is seen: what was typed before is no answer to it.
  const mode = modeOf(snapshot);
  const writes = WRITING.has(mode);
  const isOnGlass = useOnGlass(small === null ? mode : "too small", writes);
  const choose = (value: string): void => {
    if (!uncovered.current.isQuiet() || (writes && !isOnGlass())) return;
    walk.send({ type: "KEY" });
    if (modeOf(walk.getSnapshot()) === "zones") walk.send({ type: "ZONE", zone: value });
    else if (value in ACTIONS) walk.send(ACTIONS[value as ActionName].event);
  };
  return (
    <>
      <Ear onKey={hear} />
      <Screen view={view} columns={size.columns} rows={size.rows} onChoose={choose} />
    </>
  );
}

/**
 * Hears every key before any menu does: it stands before them and never subscribes again. What a key means is settled
 * before a menu can change where the walk is.
 */
function Ear({ onKey }: { readonly onKey: (input: string, key: Key) => void }): null {
  useInput(onKey);
  return null;
}

/**
 * A menu that a panel or a window too small has covered stands at once when that is over: until no key has come for the
 * quiet time it takes none, like one that appears.
 */
class QuietAfterCover {
  private quiet: Wait | null = null;
  private covered = false;
  constructor(private readonly walk: Walk) {}

  keyPressed(): void {
    const isCovered = this.walk.getSnapshot().context.panel !== null;
    if (isCovered || this.covered || !this.isQuiet()) this.begin();
    this.covered = isCovered;
  }
  begin(): void {
    LISTENING_CLOCK.clearTimeout(this.quiet ?? undefined);
    this.quiet = LISTENING_CLOCK.setTimeout(() => {
      this.quiet = null;
    }, QUIET_MS);
  }
  isQuiet(): boolean {
    return this.quiet === null;
  }
}

/** The time, told again and again only while work runs: an idle screen sends nothing. */
function useNow(real: () => number, since: number | null): number {
  const [now, setNow] = useState(real);
  useEffect(() => {
    if (since === null) return;
    const tick = (): void => setNow(real());
    const first = setTimeout(tick, SHOWN_AFTER);
    const timer = setInterval(tick, SPINNER_MILLIS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [real, since]);
  return now;
}
