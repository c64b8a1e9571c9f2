import { expect, it } from "vitest";
import { sentences } from "../../src/text/sentences.js";

it("says messages and remedies as sentences, each ended once", () => {
  expect(sentences("45 PPVs do not fit: 40 fit.", "ask for 40 PPVs")).toBe(
    "45 PPVs do not fit: 40 fit. Ask for 40 PPVs.",
  );
  expect(sentences("", "did you mean jadebri?")).toBe("Did you mean jadebri?");
});

it("leaves names, ids and paths as they are written", () => {
  expect(sentences("sched_1 is gone", "/tmp/x is there", "eros-tui demo makes one")).toBe(
    "sched_1 is gone. /tmp/x is there. eros-tui demo makes one.",
  );
});
