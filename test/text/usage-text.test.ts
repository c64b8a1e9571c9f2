import { expect, it } from "vitest";
import { usageText } from "../../src/text/usage-text.js";

it.each([
  [1, 0, 0, "1 job, 0 bytes read, free"],
  [3, 999, 1e-9, "3 jobs, 999 bytes read, under $0.01"],
  [3, 999_949, 0.009_99, "3 jobs, 999.9 kB read, under $0.01"],
  [4, 999_950, 0.01, "4 jobs, 1.0 MB read, about $0.01"],
  [4, 1_234_567_890, 0.007_7, "4 jobs, 1.2 GB read, under $0.01"],
  [4, 5.5e12, 31.263, "4 jobs, 5.5 TB read, about $31.26"],
  [4, 5e18, 28_421.7, "4 jobs, 5000.0 PB read, about $28421.70"],
])("%i jobs and %d bytes are told", (jobs, bytesProcessed, estimatedCost, words) => {
  expect(usageText({ jobs, bytesProcessed, estimatedCost })).toBe(words);
});
