import { join } from "node:path";
import type { Instant } from "../domain/calendar.js";
import { DEFAULT_TOLERANCE } from "../domain/defaults.js";
import { ErosError } from "../domain/errors.js";
import { nearestNames } from "../domain/nearest-names.js";
import { type ConfigFile, readConfigFile, unknownProfile } from "./config-file.js";
import { KEYS, OTHER_VARIABLES, SETTING_KEYS, type SettingKey } from "./keys.js";
import { expandHome, type Paths, pathsOf, type Surroundings } from "./paths.js";
import { lineOf } from "./place.js";
import type { Values } from "./schema.js";
import type { FlagTexts, Origin, Settings } from "./settings.js";

export interface SettingsRequest extends Surroundings {
  readonly flags?: FlagTexts;
}

/**
 * The settings of a run: flags over environment over profile over config file over defaults.
 * @throws {ErosError} naming the mistake and its place, wherever it stands.
 */
export async function loadSettings(request: SettingsRequest): Promise<Settings> {
  const { env, flags = {} } = request;
  const paths = pathsOf(request);
  const asked = flags.config ?? given(env.EROS_CONFIG);
  const configFile = asked ?? defaultFile(paths);
  const file = configFile === null ? null : await readConfigFile(configFile, asked !== undefined);
  const profile = flags.profile ?? given(env.EROS_PROFILE) ?? file?.values.profile ?? null;
  const layers = [
    await textLayer("flag", flags.values ?? {}, (key) => KEYS[key].flag ?? key, request),
    await textLayer("environment", fromEnvironment(env), (key) => KEYS[key].variable ?? key, request),
    ...fileLayers(file, profile, request),
  ];
  const found = <K extends SettingKey>(key: K): Values[K] =>
    layers.find(({ values }) => values[key] !== undefined)?.values[key];
  const origin = (key: SettingKey): Origin =>
    layers.find(({ values }) => values[key] !== undefined)?.origin(key) ?? { source: "default", place: "" };
  return {
    profile,
    warehouse: found("warehouse") ?? "local",
    db: found("db") ?? null,
    project: found("project") ?? null,
    dataset: found("dataset") ?? "eros_scheduling_brain",
    location: found("location") ?? "US",
    maximumBytesBilled: found("maximum_bytes_billed") ?? null,
    timeoutSeconds: found("timeout_seconds") ?? 300,
    keyFile: found("key_file") ?? null,
    impersonate: found("impersonate") ?? null,
    production: found("production") ?? false,
    readOnly: found("read_only") ?? false,
    confirm: found("confirm") ?? "once",
    tolerance: found("tolerance") ?? DEFAULT_TOLERANCE,
    tolerancePages: found("tolerance_pages") ?? {},
    pages: found("pages") ?? [],
    hours: found("hours") ?? null,
    csvDirectory: found("csv_dir") ?? null,
    logFormat: found("log_format") ?? "text",
    tables: found("tables") ?? {},
    asOf: await moment(flags.asOf, given(env.EROS_AS_OF)),
    paths,
    configFile: configFile ?? "~/.config/eros-tui/config.toml",
    origins: Object.fromEntries(SETTING_KEYS.map((key) => [key, origin(key)])) as Record<SettingKey, Origin>,
    notes: strangers(env),
  };
}

/** Null where no home is known: then there is no file in it either. */
function defaultFile(paths: Paths): string | null {
  try {
    return join(paths.config, "config.toml");
  } catch {
    return null;
  }
}

interface Layer {
  readonly values: Values;
  origin(key: SettingKey): Origin;
}

type Texts = { readonly [K in SettingKey]?: string | undefined };

const given = (text: string | undefined): string | undefined =>
  text === undefined || text === "" ? undefined : text;

const fromEnvironment = (env: Surroundings["env"]): Texts =>
  Object.fromEntries(
    SETTING_KEYS.map((key) => {
      const { variable } = KEYS[key];
      return [key, variable === undefined ? undefined : given(env[variable])];
    }),
  );

async function textLayer(
  source: "flag" | "environment",
  texts: Texts,
  nameOf: (key: SettingKey) => string,
  surroundings: Surroundings,
): Promise<Layer> {
  const origin = (key: SettingKey): Origin => ({ source, place: nameOf(key) });
  const written = SETTING_KEYS.filter((key) => texts[key] !== undefined);
  if (written.length === 0) return { values: {}, origin };
  // The rules come with zod: a run without any setting does without it.
  const { readTexts } = await import("./texts.js");
  return { values: readTexts(texts, nameOf, surroundings), origin };
}

function fileLayers(file: ConfigFile | null, profile: string | null, surroundings: Surroundings): Layer[] {
  if (profile !== null && !Object.hasOwn(file?.values.profiles ?? {}, profile))
    throw new ErosError(
      "badInput",
      unknownProfile(profile, Object.keys(file?.values.profiles ?? {})),
      "name one of them with --profile, or leave it out",
      { field: "--profile" },
    );
  if (file === null) return [];
  const layer = (values: Values, path: readonly string[]): Layer => ({
    values: withHome(values, surroundings),
    origin: (key) => {
      const line = lineOf(file.text, [...path, key]);
      return { source: "file", place: line === null ? file.path : `${file.path}:${line}` };
    },
  });
  const { profile: _, profiles = {}, ...rest } = file.values;
  const own = profile === null ? [] : [layer(profiles[profile] ?? {}, ["profiles", profile])];
  return [...own, layer(rest, [])];
}

/** The paths of a file with their `~/` put out; they cannot be relative. */
function withHome(values: Values, surroundings: Surroundings): Values {
  const { db, csv_dir, key_file, ...rest } = values;
  return {
    ...rest,
    ...(db === undefined ? {} : { db: expandHome(db, surroundings) }),
    ...(csv_dir === undefined ? {} : { csv_dir: expandHome(csv_dir, surroundings) }),
    ...(key_file === undefined ? {} : { key_file: expandHome(key_file, surroundings) }),
  };
}

async function moment(flag: string | undefined, variable: string | undefined): Promise<Instant | null> {
  const text = flag ?? variable;
  if (text === undefined) return null;
  const { parseMoment } = await import("./clock.js");
  return parseMoment(text, flag === undefined ? "EROS_AS_OF" : "--as-of");
}

/** Variables that are nearly ours: a mistyped one would otherwise change nothing, silently. */
function strangers(env: Surroundings["env"]): string[] {
  const known = [...SETTING_KEYS.flatMap((key) => KEYS[key].variable ?? []), ...OTHER_VARIABLES];
  return Object.keys(env)
    .filter((name) => name.startsWith("EROS_") && !known.includes(name) && env[name] !== undefined)
    .flatMap((name) => {
      const [near] = nearestNames(name, known);
      return near === undefined ? [] : [`the variable ${name} means nothing here, did you mean ${near}?`];
    });
}
