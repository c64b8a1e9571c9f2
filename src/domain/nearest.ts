import { daysIn, type Frame, mostAsked, type TimetableRequest } from "./capacity.js";

export interface Counts {
  readonly ppv: number;
  readonly bump: number;
}

/**
 * The counts nearest to those asked for that can really be placed: fewer of one type beside all of the other (the
 * type with the shorter way; of equal ones the type with more messages); where that is not enough, as many messages
 * as possible, PPVs before bumps. Null where nothing fits.
 */
export function nearestCounts(frame: Frame, request: TimetableRequest): Counts | null {
  const most = mostAsked(frame, request);
  const { ppv, bump } = request;
  const first = (candidates: readonly Counts[]): Counts | undefined =>
    candidates.find(
      (counts) => counts.ppv + counts.bump > 0 && daysIn(frame, { ...request, ...counts }) !== null,
    );
  const fewerPpvs = first(downFrom(Math.min(ppv, most - bump)).map((count) => ({ ppv: count, bump })));
  const fewerBumps = first(downFrom(Math.min(bump, most - ppv)).map((count) => ({ ppv, bump: count })));
  const [larger, smaller] = ppv >= bump ? [fewerPpvs, fewerBumps] : [fewerBumps, fewerPpvs];
  if (larger !== undefined && smaller !== undefined) return total(smaller) > total(larger) ? smaller : larger;
  return larger ?? smaller ?? fewerOfBoth(request, most, first);
}

function fewerOfBoth(
  { ppv, bump }: Counts,
  most: number,
  first: (candidates: readonly Counts[]) => Counts | undefined,
): Counts | null {
  for (const all of downFrom(Math.min(ppv + bump, most))) {
    const split = downFrom(Math.min(ppv, all)).map((count) => ({ ppv: count, bump: all - count }));
    const found = first(split.filter((counts) => counts.bump <= bump));
    if (found !== undefined) return found;
  }
  return null;
}

const total = ({ ppv, bump }: Counts): number => ppv + bump;

/** n, n − 1 … 0; nothing below 0. */
const downFrom = (n: number): number[] => Array.from({ length: Math.max(0, n + 1) }, (_, index) => n - index);
