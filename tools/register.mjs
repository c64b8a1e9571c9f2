// node --import tsx --import ./tools/register.mjs src/cli.ts: development runs from the sources.
import { register } from "node:module";

register("./loader.mjs", import.meta.url);
