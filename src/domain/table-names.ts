/** The tables of the warehouse, by the names of the contract. A dataset may hold something else under one of them. */
export const TABLES = [
  "active_caption_assignments",
  "active_creators",
  "caption_bank",
  "commit_guard",
  "creator_content_inventory",
  "mass_messages",
  "schedule_export_log",
  "schedule_recommendations",
  "worklist_marks",
] as const;
export type Table = (typeof TABLES)[number];

/** Names that a dataset uses instead of the contract's; what is not named keeps its own. */
export type TableNames = { readonly [T in Table]?: string };

/** A name that can stand in SQL as it is, and never as part of another path. */
export const TABLE_NAME = /^[A-Za-z_]\w{0,127}$/;

export const isTable = (name: string): name is Table => (TABLES as readonly string[]).includes(name);

/** What a table is called in a dataset. */
export const tableName = (names: TableNames, table: Table): string => names[table] ?? table;

/** Two tables that would be the same one; null where every name is used once. */
export function sharedName(names: TableNames): readonly [Table, Table] | null {
  const seen = new Map<string, Table>();
  for (const table of TABLES) {
    const name = tableName(names, table);
    const other = seen.get(name);
    if (other !== undefined) return [other, table];
    seen.set(name, table);
  }
  return null;
}
