import type { CommitRequest } from "../../src/warehouse/port.js";
import { caption, commitOf, scheduleOf, WEEK, weekOf } from "./fixtures.js";

/** The n-th commit of a named process, the same wherever it is made: a page and captions of its own. */
export function stormRequest(name: string, n: number): CommitRequest {
  const page = `${name}.${n}`;
  // The words are nobody else's: texts of one key would be one caption.
  const own = [0, 1, 2].map((k) => caption(6 + k, { captionId: idOf(page, k), text: `${page} walks ${k}` }));
  const { messages } = weekOf(page, WEEK, own, own[0]);
  return commitOf(scheduleOf(page, messages, { schedule_id: `sched_20251103_091244_000000_${page}` }));
}

/** 19 digits made of the page's name. */
function idOf(page: string, k: number): string {
  let hash = BigInt(k + 1);
  for (const letter of page) hash = BigInt.asIntN(63, hash * 1_000_003n + BigInt(letter.charCodeAt(0)));
  return String(hash);
}
