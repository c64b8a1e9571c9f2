const ESC = "\x1b";

/**
 * The sequence by which a terminal takes a text into the clipboard of the machine that it runs on, also across SSH. A
 * terminal that does not know it, or may not, leaves it alone.
 */
export const osc52 = (text: string): string =>
  `${ESC}]52;c;${Buffer.from(text, "utf8").toString("base64")}${ESC}\\`;
