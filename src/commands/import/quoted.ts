/** A word of a command line that can be pasted into a shell. */
export const quoted = (word: string): string =>
  /^[\w./~:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
