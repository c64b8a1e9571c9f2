import * as z from "zod";
import { parseOverrides } from "../domain/overrides.js";
import { parsePage } from "../domain/page.js";
import { sharedName, TABLE_NAME, TABLES, type TableNames } from "../domain/table-names.js";
import { cutPoints } from "../domain/zone.js";
import type { SettingKey } from "./keys.js";

/** True where a rule of the domain takes the value: its own words are lost here, the table of keys has the allowed. */
const taken =
  <T>(rule: (value: T) => unknown) =>
  (value: T): boolean => {
    try {
      rule(value);
      return true;
    } catch {
      return false;
    }
  };

const tolerance = z.union([z.literal("report"), z.number().refine(taken(cutPoints))]);
const page = z.string().refine(taken(parsePage)).transform(parsePage);
const path = z.string().refine((text) => text.startsWith("/") || text === "~" || text.startsWith("~/"));
const hours = z
  .string()
  .refine((text) => text.trim() !== "" && parseOverrides({ hours: text }).problems.length === 0);

const tables = z
  .partialRecord(z.enum(TABLES), z.string().regex(TABLE_NAME))
  .refine((names) => sharedName(names) === null)
  .transform((names): TableNames => names);

/** The values of a config file by key; a flag or variable goes through the same, once its text has been read. */
export const VALUES = {
  warehouse: z.enum(["local", "bigquery"]),
  db: path,
  project: z.string().regex(/^[a-z][a-z0-9.:-]{2,62}$/),
  dataset: z.string().regex(/^\w{1,1024}$/),
  location: z.string().regex(/^[A-Za-z0-9-]{2,40}$/),
  maximum_bytes_billed: z.number().int().min(10_485_760),
  timeout_seconds: z.number().int().min(1).max(21_600),
  key_file: path,
  impersonate: z.string().regex(/^[\w.-]+@[\w.-]+\.gserviceaccount\.com$/),
  production: z.boolean(),
  read_only: z.boolean(),
  confirm: z.enum(["once", "every"]),
  tolerance,
  tolerance_pages: z.record(page, tolerance),
  pages: z.array(page),
  hours,
  csv_dir: path,
  log_format: z.enum(["text", "json"]),
  tables,
} satisfies Record<SettingKey, z.ZodType>;

const profile = z.strictObject(VALUES).partial();

/** A whole config file: settings, which profile is used where none is named, and the profiles. */
export const FILE = z.strictObject({
  ...profile.shape,
  profile: z.string().optional(),
  profiles: z.record(z.string().regex(/^[\w-]+$/), profile).optional(),
});

export type FileValues = z.output<typeof FILE>;
export type Values = { readonly [K in SettingKey]?: z.output<(typeof VALUES)[K]> };
