/**
 * Which of some names a typed filter keeps, in their order: those that have the part; where none has it, those that have
 * its letters in this order (`jbri` finds jadebri); after `!` those that do not have the part.
 */
export function filterNames<T>(rows: readonly T[], filter: string, nameOf: (row: T) => string): readonly T[] {
  const inverse = filter.startsWith("!");
  const part = (inverse ? filter.slice(1) : filter).trim().toLowerCase();
  if (part === "") return rows;
  if (inverse) return rows.filter((row) => !nameOf(row).includes(part));
  const having = rows.filter((row) => nameOf(row).includes(part));
  return having.length > 0 ? having : rows.filter((row) => hasInOrder(nameOf(row), part));
}

function hasInOrder(name: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = name.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
