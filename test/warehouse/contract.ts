import { describe } from "vitest";
import { atomicity } from "./contract/atomicity.js";
import { facts } from "./contract/facts.js";
import { history } from "./contract/history.js";
import { identity } from "./contract/identity.js";
import { loading } from "./contract/loading.js";
import { locks } from "./contract/locks.js";
import type { MakePlace } from "./contract/place.js";
import { races } from "./contract/races.js";
import { replacing } from "./contract/replacing.js";
import { restoring } from "./contract/restoring.js";
import { twice } from "./contract/twice.js";
import { watching } from "./contract/watching.js";
import { withdrawing } from "./contract/withdrawing.js";

const PARTS = {
  identity,
  facts,
  locks,
  twice,
  atomicity,
  races,
  replacing,
  withdrawing,
  restoring,
  loading,
  watching,
  history,
} satisfies Record<string, (make: MakePlace) => void>;
export type Part = keyof typeof PARTS;
export const ALL_PARTS = Object.keys(PARTS) as Part[];

/**
 * What every warehouse does, whatever its engine. What an engine cannot do it says, it does not pretend.
 * @param parts a slow engine's tests may stand in several files, which run at once
 */
export function describeWarehouse(name: string, make: MakePlace, parts: readonly Part[] = ALL_PARTS): void {
  describe(name, () => {
    for (const part of parts) PARTS[part](make);
  });
}
