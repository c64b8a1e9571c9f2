import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, it, vi } from "vitest";
import { LISTENING_CLOCK } from "../../src/tui/listening-clock.js";

/** What happens first in a process that was held up until a key lay unread and a timer was due. */
async function firstAfterHold(later: (ring: () => void) => unknown): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const keyboard = connect(port, "127.0.0.1");
  const [terminal] = (await once(server, "connection")) as [Socket];
  const heard: string[] = [];
  terminal.on("data", () => heard.push("key"));
  later(() => heard.push("ring"));
  keyboard.write("k");
  const until = performance.now() + 60;
  while (performance.now() < until);
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  keyboard.destroy();
  terminal.destroy();
  server.close();
  return heard[0] ?? "";
}

it("hears a key that came while the process was held up before it rings, where a plain timer rings first", async () => {
  expect(await firstAfterHold((ring) => LISTENING_CLOCK.setTimeout(ring, 20))).toBe("key");
  expect(await firstAfterHold((ring) => setTimeout(ring, 20))).toBe("ring");
});

it("never rings once it is cleared", async () => {
  const rung = vi.fn();
  LISTENING_CLOCK.clearTimeout(LISTENING_CLOCK.setTimeout(rung, 5));
  await new Promise((resolve) => LISTENING_CLOCK.setTimeout(() => resolve(null), 20));
  expect(rung).not.toHaveBeenCalled();
});
