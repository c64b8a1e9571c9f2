import type { Action } from "./actions.js";
import type { WalkContext } from "./context.js";
import { listedUnderCursor } from "./history.js";
import { itemUnderCursor } from "./worklist.js";

const writable = ({ description }: WalkContext): true | string =>
  description?.readOnly !== true || `${description.label} is read-only: nothing can be changed there`;

/** The schedule under the cursor of the history has this state, or why not. */
const listedAs =
  (state: "committed" | "withdrawn", why: string) =>
  (context: WalkContext): true | string => {
    const listed = listedUnderCursor(context);
    if (listed === null) return "no schedule was stored here";
    if (listed.state !== state) return `this schedule is ${listed.state}: ${why}`;
    return true;
  };
const isCommitted = listedAs("committed", "nothing of it is to be queued");
const hasItem = (context: WalkContext): true | string =>
  itemUnderCursor(context) !== null || "there is no message";

/** What is done once plans are stored. */
export const OPERATION_ACTIONS = {
  worklist: {
    event: { type: "WORKLIST" },
    words: "worklist",
    help: "the schedule's messages in sending order, to queue them by hand",
    available: isCommitted,
  },
  shownWorklist: {
    event: { type: "WORKLIST" },
    words: "worklist",
    help: "the schedule's messages in sending order, to queue them by hand",
    available: (context) =>
      context.history.shown?.kind === "schedule" ? isCommitted(context) : "two schedules are compared here",
  },
  resultWorklist: {
    event: { type: "WORKLIST" },
    words: "worklist",
    help: "the messages in sending order, to queue them by hand",
    available: ({ receipt }) => receipt !== null || "nothing was stored: there is nothing to be queued",
  },
  copyCaption: {
    event: { type: "COPY" },
    words: "copy caption",
    help: "copies the caption: by the terminal (OSC 52), and by this machine's clipboard",
    available: hasItem,
  },
  markQueued: {
    event: { type: "MARK" },
    words: "queued",
    help: "marks the message as queued in the sending platform, or takes the mark back",
    available: (context) => {
      const item = itemUnderCursor(context);
      if (item === null) return "there is no message";
      if (item.message.carried === true)
        return "it is carried over: it stands queued since the schedule before";
      return writable(context);
    },
  },
  withdraw: {
    event: { type: "WITHDRAW" },
    words: "withdraw",
    help: "takes the schedule back: asks why, then says what that means",
    available: (context) => {
      const committed = listedAs("committed", "it cannot be taken back")(context);
      return committed === true ? writable(context) : committed;
    },
  },
  restore: {
    event: { type: "RESTORE" },
    words: "undo withdrawal",
    help: "makes a withdrawn schedule stand again, where nobody has taken its captions or days",
    available: (context) => {
      const withdrawn = listedAs("withdrawn", "there is no withdrawal to undo")(context);
      return withdrawn === true ? writable(context) : withdrawn;
    },
  },
  takeBack: {
    event: { type: "TAKE_BACK", csv: true },
    words: "withdraw",
    help: "withdraws the schedule and writes what is to be taken out",
    available: writable,
  },
  takeBackOnly: {
    event: { type: "TAKE_BACK", csv: false },
    words: "withdraw",
    help: "withdraws the schedule",
    available: writable,
  },
  putBack: {
    event: { type: "PUT_BACK" },
    words: "restore",
    help: "makes the schedule stand again",
    available: writable,
  },
  undone: {
    event: { type: "NEXT" },
    words: "history",
    help: "back to the history",
    available: () => true,
  },
  health: {
    event: { type: "HEALTH" },
    words: "alerts and health",
    help: "alerts, how the runs of each page went, and trends",
    available: () => true,
  },
} as const satisfies Record<string, Action>;
