import { planningWeek } from "../src/domain/calendar.js";
import { planWeek } from "../src/domain/week.js";
import { DEMO_NOW } from "../src/pipeline/demo.js";
import { prepareWeek } from "../src/pipeline/prepare.js";
import { openWarehouse } from "../src/warehouse/open.js";
import { QUIET } from "../src/warehouse/port.js";
import { inTurn, millis } from "./clock.js";
import { figure, type Piece, row } from "./piece.js";
import { Place } from "./place.js";

/** A fixed amount of plain work, by which machines are compared. */
function spin(): number {
  let sum = 0;
  for (let n = 0; n < 10_000_000; n++) sum += n % 7;
  return sum;
}

/** What an operator waits for between two keys, on the demo. */
export const planning: Piece = async (home) => {
  const warehouse = await openWarehouse({ kind: "local", file: await Place.of(home).demo() });
  const startDate = planningWeek(DEMO_NOW);
  const prepare = (page: string, seed?: string) =>
    prepareWeek(warehouse, { page, startDate, now: DEMO_NOW, tolerance: 0.5, seed }, QUIET);
  const [medium, mega] = [await prepare("jadebri"), await prepare("gia.gold")];
  const plain = "10,000,000 additions";
  const aims: Readonly<Record<string, string>> = { "plan of a MEGA week (37 messages)": "≤ 16 ms" };
  let seed = 0;
  const figures = await inTurn(
    {
      [plain]: () => millis(spin),
      "plan of a MEDIUM week (18 messages)": () => millis(() => planWeek(medium, {})),
      "plan of a MEGA week (37 messages)": () => millis(() => planWeek(mega, {})),
      "plan of a MEGA week, RED (42 messages)": () => millis(() => planWeek(mega, { zone: "RED" })),
      "prepare a week (report, captions, statistics)": () => millis(() => prepare("jadebri")),
      "prepare with another draw": () => millis(() => prepare("jadebri", String(++seed))),
      "list of creators": () => millis(() => warehouse.creators({ week: startDate, now: DEMO_NOW }, QUIET)),
    },
    25,
  );
  await warehouse.close();
  const baseline = figure(figures, plain);
  return figures.slice(1).map((work) => row({ work, baseline, aim: aims[work.name] ?? "" }));
};
