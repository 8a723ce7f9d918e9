import { describe, expect, onTestFinished, test } from "vitest";
import { CheckFailure } from "./failure.js";
import { HostedSubmission } from "./hosted-submission.js";
import { NO_MAP, PLAN } from "./judging.fixture.js";
import { Script } from "./script.js";

function hosting(code: string): HostedSubmission {
  const hosted = new HostedSubmission(PLAN, {
    id: "test",
    folder: "/nowhere",
    ready: true,
    code,
    body: null,
    map: NO_MAP,
  });
  onTestFinished(() => hosted.stop());
  return hosted;
}

async function firstCall(hosted: HostedSubmission): Promise<number> {
  await hosted.load(1);
  const script = new Script();
  const count = script.want(script.apply("count"));
  const { answers } = await hosted.run(script);
  return answers.number(count, "count");
}

test.each([
  ["the module", "let n = 0; export const count = () => ++n;"],
  ["the global object", "export const count = () => (globalThis.n = (globalThis.n ?? 0) + 1);"],
  ["a prototype", "export const count = () => (Array.prototype.n = ([].n ?? 0) + 1);"],
  ["a built-in class", "Map.n ??= 0; export const count = () => ++Map.n;"],
])("what a submission keeps on %s is gone when it is loaded again", async (_, code) => {
  const hosted = hosting(code);
  const counts = [await firstCall(hosted), await firstCall(hosted), await firstCall(hosted)];
  expect(counts).toEqual([1, 1, 1]);
});

describe("a submission that may die when it is loaded", () => {
  // The first numbers of a stream are much the same for every seed.
  const code = `for (let i = 0; i < 50; i++) Math.random();
    if (Math.random() < 0.5) process.exit(3);
    export const count = () => 1;`;

  async function dies(hosted: HostedSubmission, seed: number): Promise<boolean> {
    try {
      await hosted.load(seed);
      return false;
    } catch (error) {
      if (!(error instanceof CheckFailure)) throw error;
      expect(error.findings).toMatchObject([{ code: "host.exit-load", values: { exitCode: 3 } }]);
      return true;
    }
  }

  /** A seed at which it dies, and one at which it does not. */
  async function seeds(): Promise<{ bad: number; good: number }> {
    const tried = [0, 0x10000000, 0x20000000, 0x30000000, 0x40000000, 0x50000000];
    const isBad = await Promise.all(tried.map((seed) => dies(hosting(code), seed)));
    const [bad, good] = [true, false].map((wanted) => tried[isBad.indexOf(wanted)]);
    if (bad === undefined || good === undefined) throw new Error(`all alike: ${isBad.join()}`);
    return { bad, good };
  }

  test("is not tried again when it has died three times in a row", async () => {
    const { bad, good } = await seeds();
    const hosted = hosting(code);
    for (let time = 0; time < 3; time++) expect(await dies(hosted, bad)).toBe(true);
    expect(await dies(hosted, good)).toBe(true);
  });

  test("is tried as long as it is loaded now and then", async () => {
    const { bad, good } = await seeds();
    const hosted = hosting(code);
    for (const seed of [bad, bad, good, bad, bad, good]) expect(await dies(hosted, seed)).toBe(seed === bad);
  });
});
