/** Set by the build from package.json; development runs have none. */
declare const EROS_VERSION: string | undefined;

/** The version of this program, as `--version` prints it and as every schedule records it. */
export const VERSION: string = typeof EROS_VERSION === "string" ? EROS_VERSION : "0.1.0-dev";
