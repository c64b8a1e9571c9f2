/** The text of a file of sql/, put into the bundle at build time (tools/sql-text.mjs). */
declare module "*.sql" {
  const text: string;
  export default text;
}
