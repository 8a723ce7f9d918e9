import { expect, onTestFinished, test } from "vitest";
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
