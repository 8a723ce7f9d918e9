import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { AwakeTimer } from "./awake-timer.js";

function started(ms: number): { passed: Promise<void>; isPassed: () => boolean; timer: AwakeTimer } {
  let [isPassed, pass]: [boolean, () => void] = [false, () => undefined];
  const passed = new Promise<void>((resolve) => (pass = resolve));
  const timer = new AwakeTimer(ms, () => {
    isPassed = true;
    pass();
  });
  onTestFinished(() => timer.cancel());
  return { passed, isPassed: () => isPassed, timer };
}

/** As far as a timer can tell, the process is stopped for so long. */
function stopFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test("passes after its time, in which nobody looks", async () => {
  const beginning = performance.now();
  await started(50).passed;
  // Timers of Node may be a millisecond early, each of the ten.
  expect(performance.now() - beginning).toBeGreaterThanOrEqual(40);
});

test("a pause far longer than its time does not make it pass: what arrived meanwhile is heard first", async () => {
  const { isPassed, passed } = started(200);
  stopFor(900);
  for (let turn = 0; turn < 3; turn++) await turnOfTheLoop();
  expect(isPassed()).toBe(false);
  await passed;
});

test("says nothing once it is cancelled", async () => {
  const { isPassed, timer } = started(20);
  timer.cancel();
  await started(60).passed;
  expect(isPassed()).toBe(false);
});
