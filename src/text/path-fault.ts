const FAULTS: Readonly<Record<string, string>> = {
  ELOOP: "it is a link that leads back to itself",
  ENAMETOOLONG: "it is too long",
  ENOTDIR: "a part of it is a file, no folder",
};

/** Why a path names nothing that could be opened or made; null for every other failure of the system. */
export function pathFault(error: unknown): string | null {
  const { code = "", syscall } = (error ?? {}) as NodeJS.ErrnoException;
  // A folder was to be made where a file stands.
  return FAULTS[code === "EEXIST" && syscall === "mkdir" ? "ENOTDIR" : code] ?? null;
}
