import { describe } from "vitest";
import { atomicity } from "./contract/atomicity.js";
import { facts } from "./contract/facts.js";
import { identity } from "./contract/identity.js";
import { loading } from "./contract/loading.js";
import { locks } from "./contract/locks.js";
import type { MakePlace } from "./contract/place.js";
import { races } from "./contract/races.js";
import { replacing } from "./contract/replacing.js";
import { twice } from "./contract/twice.js";
import { watching } from "./contract/watching.js";
import { withdrawing } from "./contract/withdrawing.js";

/** What every warehouse does, whatever its engine. What an engine cannot do it says, it does not pretend. */
export function describeWarehouse(name: string, make: MakePlace): void {
  describe(name, () => {
    identity(make);
    facts(make);
    locks(make);
    twice(make);
    atomicity(make);
    races(make);
    replacing(make);
    withdrawing(make);
    loading(make);
    watching(make);
  });
}
