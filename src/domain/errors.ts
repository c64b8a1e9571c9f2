/** Exit codes of the program, by what went wrong. 0 is "done". */
export const EXIT = {
  unexpected: 1,
  badInput: 2,
  nothingToPlan: 3,
  conflict: 4,
  notPermitted: 5,
  incomplete: 6,
  unreachable: 7,
  partly: 8,
  attention: 9,
  interrupted: 130,
} as const;

export type FailureKind = keyof typeof EXIT;

/**
 * Every failure that the program foresees: what happened in a sentence (with the value and what is allowed),
 * what to do next, and the exit code that follows from its kind.
 */
export class ErosError extends Error {
  override readonly name: string = "ErosError";
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** What to do next, a sentence or a command to paste. */
    readonly remedy: string,
    options: { cause?: unknown; field?: string; onScreen?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.field = options.field;
    this.onScreen = options.onScreen ?? remedy;
  }
  /** The remedy for somebody at the screens, where a key does what the remedy's flag would. */
  readonly onScreen: string;
  /** The field that is wrong, in the words of `Overrides`, where one is. */
  readonly field: string | undefined;
  get exitCode(): number {
    return EXIT[this.kind];
  }
}

/** Bad input, named by field and value: exit 2. */
export const badInput = (field: string, message: string, remedy: string, onScreen?: string): ErosError =>
  new ErosError("badInput", message, remedy, { field, onScreen });

/** Nothing to plan: no captions, no report, no tier or score, no such page: exit 3. */
export const nothingToPlan = (message: string, remedy: string, onScreen?: string): ErosError =>
  new ErosError("nothingToPlan", message, remedy, { onScreen });

/** The one form in which an unforeseen failure travels: its message, never its stack, is shown. */
export function asErosError(error: unknown): ErosError {
  if (error instanceof ErosError) return error;
  const aborted = error instanceof Error && error.name === "AbortError";
  if (aborted) return new ErosError("interrupted", "interrupted", "run it again", { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  const { kind, remedy } = systemFailure(error);
  return new ErosError(kind, message, remedy, { cause: error });
}

/** What the system refuses means the same wherever it is met: a folder of somebody else, a full disk. */
function systemFailure(error: unknown): Pick<ErosError, "kind" | "remedy"> {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return {
      kind: "notPermitted",
      remedy: "look at `ls -ld` of it and of its folder: they must be yours, or name another place",
    };
  if (code === "ENOSPC" || code === "EDQUOT")
    return { kind: "unreachable", remedy: "the disk is full: free some space, then run it again" };
  return { kind: "unexpected", remedy: "the log has the details; please report it" };
}
