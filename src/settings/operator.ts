import { userInfo } from "node:os";
import type { Surroundings } from "./paths.js";

/** Who plans: the name of the system's user, stored with what they commit. */
export function operatorName({ env }: Pick<Surroundings, "env">): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry, as in some containers.
    return env.USER ?? env.LOGNAME ?? "unknown";
  }
}
