import { expect, test } from "vitest";
import { counted, countsInWords } from "../../src/domain/counted.js";

test("a noun takes an s, but not after one", () => {
  expect([0, 1, 2].map((count) => counted(count, "caption"))).toEqual([
    "0 captions",
    "1 caption",
    "2 captions",
  ]);
});

test("a type that there is none of goes unsaid", () => {
  expect(countsInWords({ ppv: 9, bump: 1 })).toBe("9 PPVs and 1 bump");
  expect(countsInWords({ ppv: 1, bump: 0 })).toBe("1 PPV");
  expect(countsInWords({ ppv: 0, bump: 3 })).toBe("3 bumps");
});
