/** Which part of a list is shown. */
export interface Window {
  readonly first: number;
  /** Rows before and after the part. */
  readonly before: number;
  readonly after: number;
}

/** The part of a list that holds a chosen row, in the middle where the list allows. */
export function windowAround(length: number, height: number, chosen: number): Window {
  return windowFrom(length, height, chosen - Math.floor(height / 2));
}

/** The part of a list from a row on, held inside the list. */
export function windowFrom(length: number, height: number, from: number): Window {
  const first = Math.max(0, Math.min(from, length - height));
  return { first, before: first, after: Math.max(0, length - first - height) };
}
