import { type Instant, instantOf } from "../domain/calendar.js";
import type { BulkRows, MessageInput } from "../warehouse/bulk-rows.js";
import { createLocalFile } from "../warehouse/open.js";
import { type Ctx, QUIET, type Warehouse } from "../warehouse/port.js";
import { demoCaptions } from "./demo/captions.js";
import { commitDemoWeeks } from "./demo/committed-weeks.js";
import { demoHistory } from "./demo/history.js";
import { DEMO_PAGES } from "./demo/pages.js";

/** The demo's own clock: Monday 2025-11-03, 09:12 in Los Angeles. */
export const DEMO_NOW: Instant = instantOf("2025-11-03", 9, 12) ?? 0;
/** The last message of the demo: the age of its data is told from here. */
const DEMO_DATA_TO: Instant = instantOf("2025-11-03", 8, 50) ?? 0;

/**
 * Makes the demo warehouse: its pages, 180 days of history, 5,000 captions and two committed weeks, the same on every
 * machine. It appears whole or not at all.
 * @param options.replace puts it in place of an existing demo file.
 * @returns created: false where the file was there already.
 */
export function seedDemo(
  file: string,
  ctx: Ctx = QUIET,
  options: { readonly replace?: boolean } = {},
): Promise<{ created: boolean }> {
  return createLocalFile(
    file,
    { demo: true, demoNow: DEMO_NOW, ...options },
    (warehouse) => fill(warehouse, ctx),
    ctx,
  );
}

async function fill(warehouse: Warehouse, ctx: Ctx): Promise<void> {
  const step = (index: number, name: string): void => ctx.progress({ kind: "step", name, index, of: 3 });
  step(1, "Making demo pages and messages");
  const rows = demoRows();
  step(2, `Storing ${rows.messages?.length ?? 0} messages and ${rows.captions?.length ?? 0} captions`);
  await warehouse.load(rows, ctx);
  step(3, "Planning the weeks that are already set");
  // Their own steps would read as if somebody's week were being stored.
  const quietly: Ctx = { ...ctx, progress: (told) => told.kind === "retry" && ctx.progress(told) };
  await commitDemoWeeks(warehouse, DEMO_NOW, quietly);
}

/** All rows of the demo, in the form of a load. */
export function demoRows(): BulkRows {
  const bank = demoCaptions();
  const createdAt = instantOf("2025-01-06", 8) ?? 0;
  return {
    creators: DEMO_PAGES.map(({ page, name }) => ({ page, displayName: name })),
    inventory: DEMO_PAGES.flatMap(({ page, offers = [] }) => offers.map((category) => ({ page, category }))),
    captions: bank.map(({ captionId, text, category, priceTier, urgent, active }) => ({
      captionId,
      text,
      category,
      priceTier,
      urgent,
      active,
      createdAt,
    })),
    messages: upToDate(DEMO_PAGES.flatMap((page) => demoHistory(page, bank, DEMO_NOW).map(asInput))),
  };
}

const asInput = ({ sentAt, ...message }: ReturnType<typeof demoHistory>[number]): MessageInput => ({
  ...message,
  sendingTime: sentAt,
});

/** The newest bump moves to the minute at which the demo's data ends. */
function upToDate(messages: readonly MessageInput[]): MessageInput[] {
  const newest = messages.reduce((best, m) =>
    m.type === "Bump" && m.sendingTime > best.sendingTime ? m : best,
  );
  return messages.map((m) => (m === newest ? { ...m, sendingTime: DEMO_DATA_TO } : m));
}
