import { EventEmitter } from "node:events";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { KeySource } from "../../src/tui/terminal/key-source.js";
import { giveUp, type Input, splitKeys, withoutTail } from "../../src/tui/terminal/key-splitter.js";

const KEYS = [
  "\x1b[A",
  "\x1b[B",
  "\x1bOA",
  "\x1b[5~",
  "\x1b[Z",
  "\x1b[1;5C",
  "\x1b[[A",
  "a",
  "❯",
  "💌",
  "\r",
  "\t",
  "\x7f",
  "\x03",
  "\x1bx",
];
const key = fc.constantFrom(...KEYS).map((each): Input => ({ key: each }));
const paste = fc
  .array(fc.constantFrom("a", "\r", "\n", "💌", "\x1b[A", "[B"), { maxLength: 5 })
  .map((parts): Input => ({ paste: parts.join("") }));
const inputs = fc.array(fc.oneof({ weight: 4, arbitrary: key }, paste), { maxLength: 12 });

const bytesOf = (input: Input): string => ("key" in input ? input.key : `\x1b[200~${input.paste}\x1b[201~`);
const bytes = (all: readonly Input[]): string => all.map(bytesOf).join("");

/** What comes out where the text arrives in pieces, cut anywhere. */
function splitInPieces(text: string, cuts: readonly number[]): { inputs: Input[]; rest: string } {
  const places = [...new Set(cuts.map((at) => at % (text.length + 1)))].sort((a, b) => a - b);
  const pieces = [...places, text.length].map((end, index) =>
    text.slice(index === 0 ? 0 : places[index - 1], end),
  );
  let rest = "";
  const all: Input[] = [];
  for (const piece of pieces) {
    const result = splitKeys(rest + piece);
    all.push(...result.inputs);
    rest = result.rest;
  }
  return { inputs: all, rest };
}

describe("splitting what a terminal sends", () => {
  it("gives back every key and every paste, whole and in order, however the bytes are cut", () => {
    fc.assert(
      fc.property(inputs, fc.array(fc.nat(), { maxLength: 8 }), (sent, cuts) => {
        // A lone ESC before another key is Alt and that key; people are slower than one read.
        const text = bytes(sent);
        // Surrogate halves are one character for the decoder before the splitter sees them.
        const safe = cuts.filter((at) => !/[\ud800-\udbff]/.test(text[(at % (text.length + 1)) - 1] ?? ""));
        expect(splitInPieces(text, safe)).toEqual({ inputs: sent, rest: "" });
      }),
      { numRuns: 1_000 },
    );
  });

  it("never loses or invents text whatever is sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const { inputs: found, rest } = splitKeys(text);
        const total = found.map((each) => ("key" in each ? each.key : each.paste)).join("") + rest;
        expect(total.length).toBeLessThanOrEqual(text.length);
        if (!text.includes("\x1b")) expect(total).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["focus events", "\x1b[Ia\x1b[O"],
    ["a stray end of a paste", "a\x1b[201~"],
    ["an answer about colours", "\x1b]11;rgb:0000/0000/0000\x07a"],
    ["an answer ended by ST", "\x1bP1$r0m\x1b\\a"],
  ])("takes %s for no key", (_name, text) => {
    expect(splitKeys(text)).toEqual({ inputs: [{ key: "a" }], rest: "" });
  });

  it.each(["\x03", "\x1a"])(
    "an ESC just before %j does not hide it: whoever leaves at once leaves",
    (key) => {
      expect(splitKeys(`\x1b${key}`)).toEqual({ inputs: [{ key: "\x1b" }, { key }], rest: "" });
    },
  );

  it("takes two ESC for one Escape key and a beginning", () => {
    expect(splitKeys("\x1b\x1b[A")).toEqual({ inputs: [{ key: "\x1b" }, { key: "\x1b[A" }], rest: "" });
    expect(splitKeys("\x1b\x1b")).toEqual({ inputs: [{ key: "\x1b" }], rest: "\x1b" });
  });

  it("makes a lone ESC the Escape key, half a sequence nothing, an open paste its text", () => {
    expect(giveUp("\x1b")).toEqual([{ key: "\x1b" }]);
    expect(giveUp("\x1b[1;")).toEqual([]);
    expect(giveUp("\x1b[200~half")).toEqual([{ paste: "half" }]);
  });

  it("knows the late tail of a sequence from typing", () => {
    expect(withoutTail("[Bx", "\x1b")).toBe("x");
    expect(withoutTail("OA", "\x1b")).toBe("");
    expect(withoutTail("[1;5Cx", "\x1b")).toBe("x");
    expect(withoutTail("5Cx", "\x1b[1;")).toBe("x");
    expect(withoutTail("0000\x07x", "\x1b]11;rgb:")).toBe("x");
    for (const typed of ["[", "]", "[]", "jade", "q", "12"]) expect(withoutTail(typed, "\x1b")).toBe(typed);
  });
});

describe("the key source", () => {
  const made = (escapeMillis = 20): { tty: EventEmitter; keys: KeySource; got: string[] } => {
    const tty = Object.assign(new EventEmitter(), {
      resume: () => {},
      pause: () => {},
      setRawMode: () => {},
    });
    const keys = new KeySource(tty, escapeMillis);
    const got: string[] = [];
    keys.on("readable", () => {
      const key = keys.read();
      if (key !== null) got.push(key);
    });
    keys.on("paste", (text: string) => got.push(`paste ${text}`));
    return { tty, keys, got };
  };

  it("hands over one key at a time, in order", async () => {
    const { tty, keys, got } = made();
    const perTurn: number[] = [];
    keys.on("readable", () => perTurn.push(got.length));
    tty.emit("data", Buffer.from("ab\x1b[B\x1b[B\r\x1b[200~all\rof it\x1b[201~q"));
    await vi.waitFor(() =>
      expect(got).toEqual(["a", "b", "\x1b[B", "\x1b[B", "\r", "paste all\rof it", "q"]),
    );
    expect(perTurn).toEqual([1, 2, 3, 4, 5, 7]);
  });

  it("joins a sequence and a character that come in two reads", async () => {
    const { tty, got } = made(5_000);
    const letter = Buffer.from("é");
    tty.emit("data", Buffer.from("\x1b"));
    tty.emit("data", Buffer.from("[A"));
    tty.emit("data", letter.subarray(0, 1));
    tty.emit("data", letter.subarray(1));
    await vi.waitFor(() => expect(got).toEqual(["\x1b[A", "é"]));
  });

  it("gives Escape after its wait, and swallows a tail that comes still later", async () => {
    const { tty, got } = made();
    tty.emit("data", Buffer.from("\x1b"));
    await vi.waitFor(() => expect(got).toEqual(["\x1b"]));
    tty.emit("data", Buffer.from("[B"));
    tty.emit("data", Buffer.from("j"));
    await vi.waitFor(() => expect(got).toEqual(["\x1b", "j"]));
  });

  it("takes the rest of a paste that stood still on its way for text, never for keys", async () => {
    const { tty, got } = made();
    tty.emit("data", Buffer.from("\x1b[200~why it "));
    await vi.waitFor(() => expect(got).toEqual(["paste why it "]), 5_000);
    tty.emit("data", Buffer.from("is\rx\x1b[201~q"));
    tty.emit("data", Buffer.from("r"));
    await vi.waitFor(() => expect(got).toEqual(["paste why it ", "paste is\rx", "q", "r"]));
  });

  it("keeps Ctrl-C and Ctrl-Z to itself, at once", () => {
    const { tty, keys, got } = made();
    const taken: string[] = [];
    keys.intercept = (key) => key === "\x03" && taken.push(key) > 0;
    tty.emit("data", Buffer.from("\x03"));
    expect([taken, got]).toEqual([["\x03"], []]);
  });

  it("says when the terminal is gone", () => {
    const { tty, keys } = made();
    const gone = vi.fn();
    keys.on("hangup", gone);
    tty.emit("end");
    expect(gone).toHaveBeenCalledOnce();
  });

  it("lets keys wait in order while they are to, gives them on go and forgets them on drop", async () => {
    const { tty, keys, got } = made();
    let wait = true;
    keys.waits = () => wait;
    tty.emit("data", Buffer.from("p\r"));
    await new Promise(setImmediate);
    expect(got).toEqual([]);
    wait = false;
    keys.go();
    tty.emit("data", Buffer.from("x"));
    await vi.waitFor(() => expect(got).toEqual(["p", "\r", "x"]));
    wait = true;
    tty.emit("data", Buffer.from("ab"));
    keys.drop();
    wait = false;
    keys.go();
    tty.emit("data", Buffer.from("c"));
    await vi.waitFor(() => expect(got).toEqual(["p", "\r", "x", "c"]));
  });

  it("takes Escape before keys that wait, and gives those up; too many of them are not kept", async () => {
    const { tty, keys, got } = made();
    let wait = true;
    let dropped = 0;
    keys.waits = (key) => wait && key !== "\x1b";
    keys.on("dropped", (given: readonly unknown[]) => {
      dropped += given.length;
    });
    tty.emit("data", Buffer.from("p\r\x1b"));
    await vi.waitFor(() => expect(got).toEqual(["\x1b"]));
    expect(dropped).toBe(2);
    tty.emit("data", Buffer.from("j".repeat(500)));
    await vi.waitFor(() => expect(dropped).toBe(2 + 500 - 32));
    wait = false;
    keys.go();
    tty.emit("data", Buffer.from("q"));
    await vi.waitFor(() => expect(got.at(-1)).toBe("q"));
    expect(got.filter((key) => key === "j")).toHaveLength(32);
  });
});
