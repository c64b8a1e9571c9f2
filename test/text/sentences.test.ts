import { expect, it } from "vitest";
import { begun, sentences } from "../../src/text/sentences.js";

it("says messages and remedies as sentences, each ended once", () => {
  expect(sentences(null, "45 PPVs do not fit: 40 fit.", "ask for 40 PPVs")).toBe(
    "45 PPVs do not fit: 40 fit. Ask for 40 PPVs.",
  );
  expect(sentences(null, "", "did you mean jadebri?")).toBe("Did you mean jadebri?");
});

it("leaves names, ids and paths as they are written", () => {
  expect(sentences(null, "sched_1 is gone", "/tmp/x is there", "eros-tui demo makes one")).toBe(
    "sched_1 is gone. /tmp/x is there. eros-tui demo makes one.",
  );
});

it("leaves the page that begins one as it is called, also where its name is a word", () => {
  expect(begun("jadebri", "jadebri has no saturation score")).toBe("jadebri has no saturation score");
  expect(begun("jadebri", "anna_v has no saturation score")).toBe("anna_v has no saturation score");
  expect(begun("jadebri", "the CSV was not written")).toBe("The CSV was not written");
  expect(begun(null, "interrupted")).toBe("Interrupted");
  expect(sentences("jadebri", "jadebri has no score", "choose the zone")).toBe(
    "jadebri has no score. Choose the zone.",
  );
});
