import { HOUR, type Instant, isoUtc, PAGE_ZONE } from "../domain/calendar.js";
import { ErosError } from "../domain/errors.js";
import { isStale } from "../domain/stale.js";
import { utcMinute } from "../text/times.js";
import { doubtful, type Examination, type Finding, failed, well } from "../warehouse/examination.js";

/** A clock that is off by more writes wrong moments; a question to the service may take some seconds by itself. */
const CLOCK_SECONDS = 60;

/** What was found, with what only the clock can judge. @param now the real time. */
export function diagnose(examination: Examination, now: Instant): readonly Finding[] {
  const { findings } = examination;
  const couldRead = !findings.some(({ name, state }) => name !== "routines" && state === "failed");
  return [...findings, ...(couldRead ? [dataFinding(examination, now)] : []), clockFinding(examination, now)];
}

function dataFinding({ dataTo, demo }: Examination, now: Instant): Finding {
  if (demo) return well("data", "it is invented; its clock stands still");
  if (dataTo === null)
    return doubtful(
      "data",
      "there are no messages: every page counts as new",
      "import the history: `eros-tui import --messages FILE`",
    );
  const last = `the last message is of ${utcMinute(isoUtc(dataTo))}`;
  if (isStale(dataTo, now))
    return doubtful(
      "data",
      `${last}: ${Math.floor((now - dataTo) / HOUR)} hours old`,
      "look whether the export of the sending platform still runs; plans are made from what is there",
    );
  return well("data", last);
}

function clockFinding({ clockAhead, dataTo, demo }: Examination, now: Instant): Finding {
  if (!knowsLosAngeles())
    return failed(
      "clock",
      "unexpected",
      "this Node does not know the time zone America/Los_Angeles",
      "use a Node with full ICU: the builds of nodejs.org have it",
    );
  const set = "set the machine's clock by the network (`timedatectl set-ntp true`)";
  if (clockAhead !== null && Math.abs(clockAhead) > CLOCK_SECONDS)
    return doubtful(
      "clock",
      `the machine's clock is ${Math.abs(clockAhead)} s ${clockAhead > 0 ? "behind" : "ahead of"} BigQuery's`,
      set,
    );
  if (!demo && dataTo !== null && dataTo - now > HOUR)
    return doubtful("clock", "the last message lies in the future: the machine's clock is behind", set);
  return well(
    "clock",
    clockAhead === null ? "nothing speaks against it" : `within ${CLOCK_SECONDS} s of BigQuery's`,
  );
}

function knowsLosAngeles(): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: PAGE_ZONE }).resolvedOptions().timeZone === PAGE_ZONE;
  } catch {
    return false;
  }
}

/** The first that failed, as the failure that a verb would end with; null where nothing did. */
export function worst(findings: readonly Finding[]): ErosError | null {
  const first = findings.find(({ state }) => state === "failed");
  if (first === undefined) return null;
  return new ErosError(first.kind ?? "unexpected", `${first.name}: ${first.says}`, first.remedy ?? "");
}
