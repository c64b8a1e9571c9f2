import { VERSION } from "../../version.js";
import { type Deployment, type DeployPlan, work } from "../deployment.js";
import type { LocalOptions } from "../options.js";
import type { Ctx } from "../port.js";
import { LocalFile } from "./local-file.js";
import { SCHEMA_VERSION } from "./schema.js";

/** A warehouse file: its functions are renewed whenever another version opens it for writing; this does it on demand. */
export async function duckdbDeployment(options: LocalOptions, ctx: Ctx): Promise<Deployment> {
  const { readOnly = false, waitSeconds } = options;
  const file = new LocalFile(options.file, { readOnly, waitSeconds });
  await file.look(ctx);
  const plan = async (): Promise<DeployPlan> => ({
    place: options.file,
    steps: [
      file.marks.version === SCHEMA_VERSION
        ? {
            kind: "table",
            name: "tables",
            action: "keep",
            needsConsent: false,
            differences: [],
            statement: null,
          }
        : {
            kind: "table",
            name: "tables",
            action: "add columns",
            needsConsent: false,
            differences: [
              `they are of version ${file.marks.version}, this program's of ${SCHEMA_VERSION}; a copy of the file is kept`,
            ],
            statement: "",
          },
      file.marks.current
        ? {
            kind: "function",
            name: "functions",
            action: "keep",
            needsConsent: false,
            differences: [],
            statement: null,
          }
        : {
            kind: "function",
            name: "functions",
            action: "replace",
            needsConsent: false,
            differences: [`they are another version's; those of ${VERSION} take their place`],
            statement: "",
          },
    ],
  });
  return {
    plan: async (_, ctx) => {
      await file.look(ctx);
      return plan();
    },
    carryOut: async (planned, ctx) => {
      if (work(planned).length === 0) return;
      ctx.progress({ kind: "step", name: `Renewing ${options.file}`, index: 1, of: 1 });
      // Whoever writes finds this program's tables and functions: there is nothing else to be written.
      await file.write(ctx, async () => {});
    },
    close: () => file.close(),
  };
}
