/** Seconds since it was made, by a clock that nobody sets: a run does not take an hour because the time was corrected. */
export function stopwatch(): () => number {
  const began = performance.now();
  return () => (performance.now() - began) / 1000;
}
