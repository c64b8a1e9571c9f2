import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvScanner, type Scanned } from "../../src/pipeline/import/csv-scanner.js";

const COMMA = ",".charCodeAt(0);

/** Everything that a scanner says of these bytes, which come in pieces. */
function scanned(bytes: Buffer, width: number, pieces: readonly number[] = []): Scanned[] {
  const scanner = new CsvScanner(COMMA, width, 1);
  const all: Scanned[] = [];
  const drain = (): void => {
    for (let next = scanner.next(); next !== null; next = scanner.next()) all.push(next);
  };
  let at = 0;
  for (const size of pieces) {
    scanner.feed(bytes.subarray(at, at + size));
    at += size;
    drain();
  }
  scanner.feed(bytes.subarray(at));
  drain();
  scanner.end();
  drain();
  return all;
}
const told = (all: readonly Scanned[]): unknown[] =>
  all.map((one) => [one.line, one.lastLine, "texts" in one ? one.texts : one.broken]);
const scan = (text: string, width: number): unknown[] => told(scanned(Buffer.from(text), width));

const field = fc.oneof(
  fc.string({
    unit: fc.constantFrom("a", "b", " ", ",", '"', "\n", "\r\n", "é", "👩‍🍳", "\u200b"),
    maxLength: 6,
  }),
  fc.string({ unit: "grapheme", maxLength: 5 }),
);
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) =>
    fc.record({
      width: fc.constant(width),
      rows: fc.array(
        // A first field that says something: a line of nothing is no record.
        fc.tuple(
          field.map((text) => `x${text}`),
          fc.array(field, { minLength: width - 1, maxLength: width - 1 }),
        ),
        { maxLength: 8 },
      ),
      end: fc.constantFrom("\n", "\r\n"),
    }),
  )
  .map(({ width, rows, end }) => ({ width, end, rows: rows.map(([first, rest]) => [first, ...rest]) }));
const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (row: readonly string[]): string => row.map(quoted).join(",");
const pieces = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 });
const breaks = (text: string): number => text.split("\n").length - 1;

describe("a CSV scanner", () => {
  it("gives back what was written, with its lines, however its bytes come", () => {
    fc.assert(
      fc.property(table, pieces, fc.boolean(), ({ width, rows, end }, cuts, closed) => {
        const text = rows.map(line).join(end) + (closed && rows.length > 0 ? end : "");
        const expected: unknown[] = [];
        let at = 1;
        for (const row of rows) {
          const last = at + breaks(line(row));
          expected.push([at, last, row]);
          at = last + 1;
        }
        expect(told(scanned(Buffer.from(text), width, cuts))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("loses nothing but the record whose quotation mark is never closed", () => {
    fc.assert(
      fc.property(table, fc.nat(), pieces, ({ width, rows, end }, where, cuts) => {
        const place = where % (rows.length + 1);
        const bad = ['"never closed', ...Array.from({ length: width - 1 }, () => "1")].join(",");
        const lines = rows.map(line);
        lines.splice(place, 0, bad);
        const all = scanned(Buffer.from(lines.join(end)), width, cuts);
        const at = 1 + lines.slice(0, place).reduce((sum, text) => sum + breaks(text) + 1, 0);
        const good = all.flatMap((one) => ("texts" in one ? [one.texts] : []));
        // What follows may be swallowed only where it has a shape that closes the quotation mark again.
        if (rows.slice(place).every((row) => !line(row).includes('"'))) {
          expect(good).toEqual(rows);
          expect(all.filter((one) => "broken" in one)).toMatchObject([{ line: at, lastLine: at }]);
        }
        expect(good.slice(0, place)).toEqual(rows.slice(0, place));
        expect(all[place]).toMatchObject({ line: at });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["the next record has quotes", 'a,"b\nc,"d"\ne,f\n', ["c", "d"]],
    ["the next record has a line break", 'a,"b\nc,"d\nd"\ne,f\n', ["c", "d\nd"]],
    ["the next record begins with quotes", 'a,"b\n"c",d\ne,f\n', ["c", "d"]],
  ])("finds the next record behind a quotation mark that is never closed: %s", (_, text, next) => {
    const all = scan(text, 2);
    expect(all[0]).toEqual([1, 1, "a quotation mark is opened and never closed"]);
    expect(all.slice(1).map((one) => (one as unknown[])[2])).toEqual([next, ["e", "f"]]);
  });

  it("goes on after text behind a closing quote, quotes escaped with a backslash, and lines of another width", () => {
    expect(scan('a,"b" c\nd,e\n', 2)).toEqual([
      [1, 1, "there is text after the closing quotation mark of a field"],
      [2, 2, ["d", "e"]],
    ]);
    expect(scan('a,"say \\"no\\" now"\nd,e\n', 2)).toEqual([
      [1, 1, expect.stringContaining("backslash")],
      [2, 2, ["d", "e"]],
    ]);
    expect(scan("a\nb,c,d\ne,f\n", 2)).toEqual([
      [1, 1, "it has 1 field instead of 2"],
      [2, 2, "it has 3 fields instead of 2"],
      [3, 3, ["e", "f"]],
    ]);
  });

  it("takes quotation marks inside a plain field as they stand, and says so", () => {
    const [first] = scanned(Buffer.from('a,the "big" one\n'), 2);
    expect(first).toMatchObject({ texts: ["a", 'the "big" one'], quoteInside: true });
  });

  it("passes over blank lines and counts them", () => {
    expect(scan("\n\na,b\r\n  \nc,d", 2)).toEqual([
      [3, 3, ["a", "b"]],
      [5, 5, ["c", "d"]],
    ]);
  });

  it("puts lines together that are one record only together", () => {
    expect(scan("1,one\n2,two\r\nmore\r\nthree,x,y\n3,z,x,y\n", 4)).toEqual([
      [1, 1, "it has 2 fields instead of 4"],
      [2, 4, ["2", "two\r\nmore\r\nthree", "x", "y"]],
      [5, 5, ["3", "z", "x", "y"]],
    ]);
  });

  it("tells a record that is not UTF-8 and takes its neighbours", () => {
    const bytes = Buffer.concat([Buffer.from("a,é\nb,"), Buffer.from([0xe9]), Buffer.from("\nc,ü")]);
    expect(told(scanned(bytes, 2))).toEqual([
      [1, 1, ["a", "é"]],
      [2, 2, "it is not UTF-8: save the file as UTF-8"],
      [3, 3, ["c", "ü"]],
    ]);
  });

  it("does not gather more than a record may hold", () => {
    const text = `a,"${"x".repeat(1 << 20)}\nb,c\n${"y".repeat(3 << 20)}\nd,e\n`;
    const cuts = Array.from({ length: 60 }, () => 1 << 16);
    expect(told(scanned(Buffer.from(text), 2, cuts))).toEqual([
      [1, 1, "a quotation mark is opened and never closed"],
      [2, 2, ["b", "c"]],
      [3, 3, expect.stringMatching(/longer than 1 MiB|1 field/)],
      [4, 4, ["d", "e"]],
    ]);
  });
});
