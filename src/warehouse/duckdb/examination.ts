import type { Instant } from "../../domain/calendar.js";
import { doubtful, type Examination, type Finding, failedBy, well } from "../examination.js";
import type { LocalOptions } from "../options.js";
import type { Ctx } from "../port.js";
import { LocalFile } from "./local-file.js";
import * as reading from "./reading.js";
import { DATASET, SCHEMA_VERSION } from "./schema.js";

/** Looks at a warehouse file; nothing is written, and what is wrong is told instead of thrown. */
export async function examineDuckdb(options: LocalOptions, now: Instant, ctx: Ctx): Promise<Examination> {
  const findings: Finding[] = [];
  const { waitSeconds } = options;
  const nothing = { place: options.file, dataTo: null, demo: false, clockAhead: null };
  // Whatever the profile says: a doctor changes nothing.
  const file = new LocalFile(options.file, { readOnly: true, waitSeconds });
  try {
    await file.look(ctx);
  } catch (error) {
    return { ...nothing, findings: [failedBy("file", error)] };
  }
  const { demo, current, version } = file.marks;
  findings.push(well("file", demo ? "it can be read; it is the demo" : "it can be read"));
  if (!current) {
    findings.push(
      doubtful(
        "routines",
        version === SCHEMA_VERSION
          ? "its functions are those of another version of eros-tui"
          : `its tables are of version ${version}, this program's of ${SCHEMA_VERSION}: a copy is kept when they are renewed`,
        "`eros-tui deploy` renews them; so does the next verb that writes",
      ),
    );
    return { ...nothing, demo, findings };
  }
  try {
    const { counts, dataTo } = await file.read(ctx, async (session) => ({
      counts: await session.row(
        `SELECT (SELECT COUNT(*) FROM ${DATASET}.caption_bank) AS captions,
           (SELECT COUNT(*) FROM ${DATASET}.mass_messages) AS messages,
           (SELECT COUNT(*) FROM ${DATASET}.pages(CAST(NULL AS VARCHAR))) AS pages`,
      ),
      dataTo: reading.dataTo(await reading.analysisNow(session, now)),
    }));
    findings.push(
      well("tables", `${counts.pages} pages, ${counts.captions} captions, ${counts.messages} messages`),
      well("routines", "they are this version's"),
    );
    return { ...nothing, demo, findings, dataTo };
  } catch (error) {
    return { ...nothing, demo, findings: [...findings, failedBy("tables", error)] };
  } finally {
    await file.close();
  }
}
