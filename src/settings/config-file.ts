import { readFile } from "node:fs/promises";
import { ErosError } from "../domain/errors.js";
import { nearestNames } from "../domain/nearest-names.js";
import { TABLES } from "../domain/table-names.js";
import { KEYS, SETTING_KEYS, type SettingKey } from "./keys.js";
import { lineOf } from "./place.js";
import type { FileValues } from "./schema.js";

/** A config file that has been read and found right. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  readonly values: FileValues;
}

type Path = readonly (string | number)[];

/** A mistake: where in the file, and what is wrong there. */
interface Mistake {
  readonly path: Path;
  readonly says: string;
}

/**
 * Reads and validates a config file; null where there is none and none was asked for.
 * @throws {ErosError} naming file, line, key, value and what is allowed, for every mistake of the file at once.
 */
export async function readConfigFile(path: string, required: boolean): Promise<ConfigFile | null> {
  const text = await contentOf(path, required);
  if (text === null) return null;
  const raw = await parseToml(path, text);
  const { FILE } = await import("./schema.js");
  const result = FILE.safeParse(raw);
  if (!result.success)
    throw refusal(
      path,
      text,
      result.error.issues.flatMap((issue) => mistakesOf(issue, raw)),
    );
  const values: FileValues = result.data;
  if (values.profile !== undefined && !Object.hasOwn(values.profiles ?? {}, values.profile))
    throw refusal(path, text, [
      { path: ["profile"], says: unknownProfile(values.profile, Object.keys(values.profiles ?? {})) },
    ]);
  return { path, text, values };
}

/** "there is no profile “prd”: did you mean prod?" */
export function unknownProfile(name: string, known: readonly string[]): string {
  const near = nearestNames(name, known);
  const hint = known.length === 0 ? "the config file has no [profiles.…]" : `there are ${known.join(", ")}`;
  return `there is no profile “${name}”${near.length > 0 ? `, did you mean ${near[0]}?` : ""} (${hint})`;
}

async function contentOf(path: string, required: boolean): Promise<string | null> {
  try {
    const bytes = await readFile(path);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT" && !required) return null;
    const [kind, why] =
      code === "ENOENT"
        ? (["badInput", "there is no such file"] as const)
        : code === "EACCES" || code === "EPERM"
          ? (["notPermitted", "this user may not read it"] as const)
          : code === "EISDIR"
            ? (["badInput", "it is a folder"] as const)
            : code === "ERR_ENCODING_INVALID_ENCODED_DATA"
              ? (["badInput", "it is not UTF-8 text"] as const)
              : (["unexpected", error instanceof Error ? error.message : String(error)] as const);
    throw new ErosError(
      kind,
      `the config file ${path} cannot be read: ${why}`,
      code === "EACCES" || code === "EPERM"
        ? `let yourself read it (chmod u+r ${path}), or name another with --config FILE`
        : "put it right, remove it, or name another with --config FILE",
      { cause: error, field: "--config" },
    );
  }
}

async function parseToml(path: string, text: string): Promise<Record<string, unknown>> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return parse(text, { unsafeKeyBehaviour: "throw" });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = "it is not TOML"] = error.message.split("\n");
    const why = first.replace(/^Invalid TOML document: /, "");
    throw new ErosError(
      "badInput",
      `${path}, line ${error.line}, column ${error.column}: ${why}`,
      `the file is TOML, lines such as ${KEYS.tolerance.example}`,
      { cause: error, field: "--config" },
    );
  }
}

/** As much of a zod issue as is told. */
interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

function mistakesOf(issue: Issue, raw: Record<string, unknown>): Mistake[] {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  if (issue.code === "unrecognized_keys")
    return (issue.keys ?? []).map((key) => ({
      path: [...path, key],
      says: path.at(-1) === "tables" ? unknownTable(key) : unknownKey(key, path.length === 0),
    }));
  if (issue.code === "invalid_key")
    return [
      { path, says: `${path.join(".")}: “${path.at(-1)}” is not allowed there: it is ${allowedAt(path)}` },
    ];
  const value = path.reduce<unknown>(
    (inside, part) => (inside as Record<string, unknown> | undefined)?.[part],
    raw,
  );
  return [{ path, says: `${path.join(".")} = ${shown(value)} is not allowed: it is ${allowedAt(path)}` }];
}

function unknownKey(key: string, top: boolean): string {
  const known: readonly string[] = top ? [...SETTING_KEYS, "profile", "profiles"] : SETTING_KEYS;
  const near = nearestNames(key, known);
  return `there is no setting ${key}${near.length > 0 ? `, did you mean ${near[0]}?` : ""} (there are ${known.join(", ")})`;
}

function unknownTable(name: string): string {
  const [near] = nearestNames(name, TABLES);
  return `there is no table ${name}${near === undefined ? "" : `, did you mean ${near}?`} (there are ${TABLES.join(", ")})`;
}

/** What may stand at a path: the rule of the setting that it belongs to. */
function allowedAt(path: Path): string {
  const [first, , third] = path;
  if (first === "profile") return "the name of one of the profiles";
  if (first === "profiles" && path.length <= 2)
    return "a table of settings, its name of letters, digits, - and _";
  const key = (first === "profiles" ? third : first) as SettingKey;
  return KEYS[key].allowed;
}

function shown(value: unknown): string {
  const text = typeof value === "bigint" ? String(value) : JSON.stringify(value);
  return text === undefined ? "nothing" : text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function refusal(path: string, text: string, mistakes: readonly Mistake[]): ErosError {
  const lines = mistakes.map((mistake) => {
    const line = lineOf(text, mistake.path);
    return { at: line ?? 0, says: `${path}${line === null ? "" : `, line ${line}`}: ${mistake.says}` };
  });
  const first = mistakes[0]?.path ?? [];
  const key = first[first[0] === "profiles" ? 2 : 0];
  const rule = typeof key === "string" && key in KEYS ? KEYS[key as SettingKey] : KEYS.tolerance;
  return new ErosError(
    "badInput",
    lines
      .sort((a, b) => a.at - b.at)
      .map(({ says }) => says)
      .join("\n"),
    `correct the line${lines.length > 1 ? "s" : ""}; right is for example ${rule.example.replace("\n", " ")}`,
    { field: "--config" },
  );
}
