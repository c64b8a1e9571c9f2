import type { Zone } from "../domain/zone.js";

const SIGNS: Readonly<Record<Zone, string>> = { GREEN: "●", YELLOW: "▲", RED: "■" };

/** A zone by sign and word, so that it reads without colour: `▲ YELLOW`. */
export const zoneSign = (zone: Zone): string => `${SIGNS[zone]} ${zone}`;

/** What a zone asks of the scheduler, in two words. */
export const ZONE_WORDS: Readonly<Record<Zone, string>> = {
  GREEN: "healthy",
  YELLOW: "send less",
  RED: "rest two days",
};

/** The mark of a warning, everywhere. */
export const WARNING_SIGN = "▲";
