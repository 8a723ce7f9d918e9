import { expect, onTestFinished, test } from "vitest";
import type { HostedSubmission } from "./hosted-submission.js";
import { NO_MAP, PLAN } from "./judging.fixture.js";
import { openSubmission, type OpenSubmission } from "./open-submission.js";
import { Script } from "./script.js";

const CODE = "let n = 0; export const calls = () => ++n; export const pid = () => process.pid;";

/** The process that a submission is in, and how many calls its module remembers. */
async function asked(hosted: HostedSubmission): Promise<{ pid: number; calls: number }> {
  await hosted.load(1);
  const script = new Script();
  const [pid, calls] = [script.want(script.apply("pid")), script.want(script.apply("calls"))];
  const { answers } = await hosted.run(script);
  return { pid: answers.number(pid, "pid"), calls: answers.number(calls, "calls") };
}

async function turn(id: string, seed: number, folder: string = "/one"): Promise<OpenSubmission> {
  const open = await openSubmission(
    { ...PLAN, seed },
    { id, folder, ready: true, code: CODE, body: null, map: NO_MAP },
  );
  onTestFinished(async () => void (await Promise.all([open.hosted.stop(), open.elsewhere.stop()])));
  return open;
}

test("one submission is in the same two hosts for all of its seeds, and remembers nothing", async () => {
  const first = await turn("one@1", 1);
  const [here, there] = [await asked(first.hosted), await asked(first.elsewhere)];
  expect(here.pid).not.toBe(there.pid);
  expect(await turn("one@1", 1)).toBe(first);
  const second = await turn("one@2", 2);
  expect(second).not.toBe(first);
  expect(await asked(second.hosted)).toEqual({ pid: here.pid, calls: 1 });
  expect(await asked(second.elsewhere)).toEqual({ pid: there.pid, calls: 1 });
});

test("another submission has hosts of its own, even where it is the same code", async () => {
  const one = await asked((await turn("one", 1)).hosted);
  const other = await asked((await turn("other", 1, "/other")).hosted);
  expect(other).toEqual({ pid: expect.any(Number), calls: 1 });
  expect(other.pid).not.toBe(one.pid);
});
