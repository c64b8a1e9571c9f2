/**
 * How rows of a kind are compared with what is there: on both engines by one text, so that both say the same. The rows stand in
 * `staged` with their place (`record`, `line`, `n`); the query gives one row each, with `finding` (null, 'there', the code of a note
 * or a key of `refusals`), `about`, `other_record`, `other_line` and `is_new`.
 */
export interface Judge {
  /** As the embedded engine runs it. `{dataset}` stands before names of ours. */
  readonly text: string;
  readonly refusals: Readonly<Record<string, { readonly field: string; readonly why: string }>>;
}

/** The few words of these texts that are others in GoogleSQL. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bBOOL_OR\(/g, "LOGICAL_OR("],
  [/\bARG_MIN\(([\w.]+), ([\w.]+)\)/g, "ANY_VALUE($1 HAVING MIN $2)"],
  [/\bDATE_TRUNC\('second', ((?:[^()]|\([^()]*\))+)\)/g, "TIMESTAMP_TRUNC($1, SECOND)"],
  [/(\bMAX\([\w.]+\)) \+ INTERVAL 1 SECOND\b/g, "TIMESTAMP_ADD($1, INTERVAL 1 SECOND)"],
  [/\bEXCLUDE \(/g, "EXCEPT ("],
  [/\bAS VARCHAR\)/g, "AS STRING)"],
];

export const inGoogleSql = (text: string): string =>
  WORDS.reduce((result, [word, other]) => result.replace(word, other), text);
