import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { ErosError } from "../domain/errors.js";

/** Where this program keeps its things: the XDG folders on every system, so that a manual can name one path. */
export interface Paths {
  /** demo.duckdb and eros.duckdb. */
  readonly data: string;
  /** config.toml. */
  readonly config: string;
  /** Logs. */
  readonly state: string;
}

const PROGRAM = "eros-tui";

/** The values that decide the paths: the environment, and the home folder that the system knows. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder where `HOME` is not set. May throw. */
  readonly systemHome?: () => string;
}

/**
 * The program's folders. A relative `XDG_…` is ignored, as the XDG rules say. A folder that would have to lie in a home
 * that is not known is an ErosError for whoever asks for it: with a file of its own a run needs none.
 */
export function pathsOf({ env, systemHome = homedir }: Surroundings): Paths {
  const folder = (variable: string, ...below: string[]): string => {
    const given = env[variable];
    if (given !== undefined && isAbsolute(given)) return join(given, PROGRAM);
    return join(homeOf({ env, systemHome }, variable), ...below, PROGRAM);
  };
  return {
    get data() {
      return folder("XDG_DATA_HOME", ".local", "share");
    },
    get config() {
      return folder("XDG_CONFIG_HOME", ".config");
    },
    get state() {
      return folder("XDG_STATE_HOME", ".local", "state");
    },
  };
}

/** A path that a person wrote, with a leading `~/` put out; others as they stand. */
export function expandHome(path: string, surroundings: Surroundings): string {
  if (path !== "~" && !path.startsWith("~/")) return path;
  return join(homeOf(surroundings, "HOME"), path.slice(1));
}

function homeOf({ env, systemHome = homedir }: Surroundings, variable: string): string {
  const given = env.HOME;
  if (given !== undefined && isAbsolute(given)) return given;
  let found = "";
  try {
    // An empty HOME would come back as it is: the system's own entry is asked only where there is none.
    if (given === undefined) found = systemHome();
  } catch {
    // said below: the system knows no home either
  }
  if (isAbsolute(found)) return found;
  const state = given === undefined ? "HOME is not set" : `HOME is “${given}”, no absolute path`;
  const also = variable === "HOME" ? "" : ` and neither is ${variable}`;
  throw new ErosError(
    "badInput",
    `the home folder is not known: ${state}${given === undefined ? also : ""}`,
    "set HOME to an absolute path, for example HOME=/home/you eros-tui",
    { field: "HOME" },
  );
}
