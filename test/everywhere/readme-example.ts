import { readFileSync } from "node:fs";

/** The README's library example: its very text, and the lines that it says it prints. */
export function readmeExample(): { readonly code: string; readonly prints: readonly string[] } {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, code] = /^## Library$[\s\S]*?^```ts\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  if (code === undefined) throw new Error("README.md has no example under “Library”");
  const prints = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line = ""]) => line);
  return { code, prints };
}
