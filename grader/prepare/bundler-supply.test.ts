import { expect, test } from "vitest";
import { descendants } from "../host/cpu-clock.js";
import { readyBundler } from "./bundler-supply.js";
import { preparing } from "./prepare.fixture.js";

const FILES = { "src/index.ts": "export const f = (): number => 42;" };

/** The programs that are running below us. */
function running(): number[] {
  return descendants(process.pid);
}

test.runIf(process.platform === "linux")(
  "a bundler that was started ahead is taken, and only once",
  async () => {
    const before = running();
    readyBundler("none");
    readyBundler("none");
    await expect.poll(() => running().length - before.length).toBe(1);
    const first = await preparing(FILES);
    // Nobody waits for its end.
    await expect.poll(running).toEqual(before);
    expect(first).toMatchObject({ ok: true });
    expect(await preparing(FILES)).toEqual(first);
  },
);

test.runIf(process.platform === "linux")("one that was killed while it waited is not missed", async () => {
  const before = new Set(running());
  readyBundler("none");
  await expect.poll(() => running().length - before.size).toBe(1);
  for (const pid of running()) if (!before.has(pid)) process.kill(pid, "SIGKILL");
  expect(await preparing(FILES)).toMatchObject({ ok: true });
});

test("one that waits for another sandbox is left alone", async () => {
  readyBundler("permission");
  expect(await preparing(FILES)).toMatchObject({ ok: true });
});
