import { expect, it } from "vitest";
import { ways } from "./walker.js";

it("alerts and health are read when they are opened, and again at r, never by themselves", async () => {
  const walker = await (await ways.creators()).send("HEALTH").until("health.shown");
  const asked = (): number => walker.warehouse.calls.filter((unit) => unit === "health").length;
  expect(walker.context.health.read?.at).toBe(walker.now);
  walker.clock.increment(3_600_000);
  expect(asked()).toBe(1);
  walker.now += 60_000;
  await walker.send({ type: "SCROLL", to: 3 }, "RELOAD").until("health.shown");
  expect(asked()).toBe(2);
  expect(walker.context.health).toMatchObject({ read: { at: walker.now }, scroll: 3 });
  // A reading that is given up leaves what was shown.
  walker.warehouse.hold("health");
  await walker.send("RELOAD").breathe();
  expect(walker.send("BACK").state).toBe("health.shown");
  expect(walker.send("BACK").state).toBe("creators.list");
});
