import { statSync } from "node:fs";
import { isoWithOffset } from "../../domain/calendar.js";
import { type Effective, effectiveSettings } from "../../settings/effective.js";
import { logPath } from "../../settings/log-file.js";
import type { Origin, Settings } from "../../settings/settings.js";
import { pad } from "../../text/fit.js";
import { printable } from "../../text/printable.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import { settingsOf } from "../settings-of.js";
import { kindOf } from "../warehouse-of.js";

export const work: Work = async (input, run) => {
  const settings = await settingsOf(input, run);
  const effective = effectiveSettings(settings, kindOf(settings));
  run.out(
    input.on(JSON_FLAG) ? JSON.stringify(asJson(settings, effective), null, 2) : asText(settings, effective),
  );
};

const isThere = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined;

const asJson = (settings: Settings, effective: readonly Effective[]) => ({
  config_file: settings.configFile,
  config_file_exists: isThere(settings.configFile),
  profile: settings.profile,
  as_of: settings.asOf === null ? null : isoWithOffset(settings.asOf),
  log_file: logPath(settings.paths),
  settings: Object.fromEntries(
    effective.map(({ key, value, origin, note }) => [
      key,
      { value, source: origin.source, place: origin.place || null, note },
    ]),
  ),
});

function asText(settings: Settings, effective: readonly Effective[]): string {
  const file = `${settings.configFile}${isThere(settings.configFile) ? "" : " (not there: nothing is set in it)"}`;
  const head: [string, string][] = [
    ["config file", file],
    ["profile", settings.profile ?? "none"],
    ["log file", logPath(settings.paths)],
    ...(settings.asOf === null ? [] : [["as of", isoWithOffset(settings.asOf)] as [string, string]]),
  ];
  const rows = effective.map(({ key, value, origin, note }): [string, string, string] => [
    key,
    shown(value),
    [note, originText(origin)].filter((part) => part !== null).join("; "),
  ]);
  const width = Math.max(...rows.map(([key]) => key.length));
  const values = Math.min(40, Math.max(...rows.map(([, value]) => value.length)));
  return [
    ...head.map(([name, value]) => `${pad(name, width)}  ${printable(value)}`),
    "",
    ...rows.map(
      ([key, value, from]) => `${pad(key, width)}  ${pad(printable(value), values)}  ${printable(from)}`,
    ),
  ].join("\n");
}

/** As the config file would have it. */
function shown(value: unknown): string {
  if (value === null) return "not set";
  if (Array.isArray(value))
    return value.length === 0 ? "[]" : `[${value.map((each) => JSON.stringify(each)).join(", ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([key, each]) => `${key} = ${JSON.stringify(each)}`);
    return entries.length === 0 ? "none" : `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value);
}

const originText = ({ source, place }: Origin): string => {
  if (source === "default") return "default";
  return source === "environment" ? `variable ${place}` : place;
};
