import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import type { Tier } from "../../src/domain/tier.js";
import { volumeInZone, volumeOf } from "../../src/domain/volume.js";

describe("volumes", () => {
  it.each([
    ["MICRO", 0.2, 6, 4, "GREEN"],
    ["SMALL", 0.2, 8, 6, "GREEN"],
    ["MEDIUM", 0.4, 9, 9, "YELLOW"],
    ["LARGE", 0.7, 8, 24, "RED"],
    ["MEGA", 0.8, 10, 32, "RED"],
    ["MEDIUM", 0.25, 12, 8, "GREEN"],
    ["MEDIUM", 0.45, 9, 9, "YELLOW"],
    ["MEDIUM", 0.78, 6, 16, "RED"],
  ] as const)("%s at %d sends %d PPVs and %d bumps in %s", (tier, score, ppv, bump, zone) => {
    expect(volumeOf(tier, score)).toMatchObject({ tier, zone, ppv, bump });
  });

  it.each([
    ["MICRO", [6, 4], [4, 4], [3, 8]],
    ["SMALL", [8, 6], [6, 7], [4, 12]],
    ["MEDIUM", [12, 8], [9, 9], [6, 16]],
    ["LARGE", [16, 12], [12, 14], [8, 24]],
    ["MEGA", [21, 16], [15, 19], [10, 32]],
  ] as const)("%s is %j GREEN, %j YELLOW, %j RED", (tier, green, yellow, red) => {
    const counts = (zone: "GREEN" | "YELLOW" | "RED"): readonly number[] => {
      const { ppv, bump } = volumeInZone(tier, zone);
      return [ppv, bump];
    };
    expect([counts("GREEN"), counts("YELLOW"), counts("RED")]).toEqual([green, yellow, red]);
  });

  it("keeps YELLOW half an hour and RED a whole hour further apart, and cools RED for two days", () => {
    expect(volumeInZone("MEGA", "GREEN")).toMatchObject({ gapMinutes: 75, coolingDays: 0, maxPerDay: 25 });
    expect(volumeInZone("MEGA", "YELLOW")).toMatchObject({ gapMinutes: 105, coolingDays: 0, maxPerDay: 25 });
    expect(volumeInZone("MEGA", "RED")).toMatchObject({ gapMinutes: 135, coolingDays: 2, maxPerDay: 25 });
    expect(volumeInZone("MICRO", "RED")).toMatchObject({ gapMinutes: 240, coolingDays: 2, maxPerDay: 8 });
  });

  it("follows the tolerance", () => {
    expect(volumeOf("MEDIUM", 0.42, 0.7).zone).toBe("YELLOW");
    expect(volumeOf("MEDIUM", 0.45, 0.15).zone).toBe("RED");
    expect(volumeOf("MEDIUM", "0.45", "0.9").zone).toBe("GREEN");
  });

  it("refuses what it cannot mean by name and value", () => {
    expect(() => volumeOf("GIANT" as Tier, 0.4)).toThrow("tier GIANT is unknown");
    expect(() => volumeOf("medium" as Tier, 0.4)).toThrow(ErosError);
    expect(() => volumeOf("MEDIUM", Number.NaN)).toThrow("score NaN");
    expect(() => volumeOf("MEDIUM", 1.2)).toThrow("score 1.2");
    expect(() => volumeOf("MEDIUM", 0.4, 0)).toThrow("tolerance 0");
    expect(() => volumeOf("MEDIUM", 0.4, 1.5)).toThrow("tolerance 1.5");
  });
});
