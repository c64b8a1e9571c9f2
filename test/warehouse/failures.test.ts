import { describe, expect, it } from "vitest";
import { badInput } from "../../src/domain/errors.js";
import { asFailure, busyHolder, isTransient } from "../../src/warehouse/duckdb/failures.js";

const FILE = "/data/eros.duckdb";
const quiet = new AbortController().signal;
const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe("what the engine says", () => {
  // Texts as DuckDB 1.5 and Node write them, each made to happen once; the Windows one is from their sources.
  it.each([
    [
      "incomplete",
      new Error(`IO Error: Cannot open database "${FILE}" in read-only mode: database does not exist`),
    ],
    ["incomplete", coded("ENOENT", `ENOENT: no such file or directory, stat '${FILE}'`)],
    [
      "incomplete",
      new Error(`IO Error: The file "${FILE}" exists, but it is not a valid DuckDB database file!`),
    ],
    ["incomplete", new Error(`IO Error: Could not read from file "${FILE}": Is a directory`)],
    [
      "incomplete",
      new Error(
        `IO Error: Could not read enough bytes from file "${FILE}": attempted to read 3288 bytes from location 9000`,
      ),
    ],
    [
      "incomplete",
      new Error("IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2"),
    ],
    ["incomplete", new Error("Catalog Error: Table Function with name ranked_captions does not exist!")],
    ["incomplete", new Error('Binder Error: Referenced column "caption_key" not found in FROM clause!')],
    ["notPermitted", coded("EACCES", `EACCES: permission denied, mkdir '${FILE}.q'`)],
    ["notPermitted", new Error(`IO Error: Cannot open file "${FILE}": Permission denied`)],
    ["notPermitted", new Error(`IO Error: Cannot open file "${FILE}": Read-only file system`)],
    [
      "unreachable",
      new Error(
        `TransactionContext Error: Failed to commit: Could not write file "${FILE}.wal": No space left on device`,
      ),
    ],
    ["unreachable", coded("ENOSPC", "ENOSPC: no space left on device, write")],
  ])("becomes an error of kind %s with file, cause and remedy: %s", (kind, error) => {
    const failure = asFailure(error, FILE, quiet);
    expect(failure).toMatchObject({
      name: "ErosError",
      kind,
      cause: error,
      remedy: expect.stringMatching(/\w/),
    });
    expect((failure as Error).message).toContain(FILE);
  });

  it("stays as it is where it is ours, or a defect, whatever words it holds", () => {
    for (const error of [
      badInput("page", "no page", "name one"),
      new TypeError("permission denied is not a function"),
      new Error("checksum of No such file or directory"),
      new Error("Conversion Error: Could not convert string 'x' to INT64"),
    ])
      expect(asFailure(error, FILE, quiet)).toBe(error);
  });

  it("is an AbortError only where the operator aborted", () => {
    const interrupted = new Error("INTERRUPT Error: Interrupted!");
    expect(asFailure(interrupted, FILE, quiet)).toBe(interrupted);
    expect(asFailure(interrupted, FILE, AbortSignal.abort())).toMatchObject({ name: "AbortError" });
    const full = new Error("IO Error: No space left on device");
    expect(asFailure(full, FILE, AbortSignal.abort())).toMatchObject({ kind: "unreachable" });
  });

  it("names the process that holds a file, where it knows one", () => {
    const busy = `IO Error: Could not set lock on file "${FILE}": Conflicting lock is held in /usr/bin/node (PID 4711). See also https://duckdb.org/docs/stable/connect/concurrency`;
    expect(busyHolder(new Error(busy))).toEqual({ pid: 4711 });
    const windows =
      "IO Error: Cannot open file: The process cannot access the file because it is being used by another process.";
    expect(busyHolder(new Error(windows))).toEqual({ pid: undefined });
    expect(busyHolder(new Error("IO Error: something else (PID 4711)"))).toBeUndefined();
  });

  it("is worth another try only where two transactions met", () => {
    expect(isTransient(new Error("TransactionContext Error: Conflict on update!"))).toBe(true);
    expect(
      isTransient(new Error("TransactionContext Error: Catalog write-write conflict on create with x")),
    ).toBe(true);
    for (const text of [
      "Constraint Error: Duplicate key",
      "IO Error: No space left on device",
      "conflict: taken",
    ])
      expect(isTransient(new Error(text))).toBe(false);
  });
});
