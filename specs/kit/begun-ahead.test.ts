import { expect, onTestFinished, test } from "vitest";
import { beginAhead, takeBegun } from "./begun-ahead.js";
import type { BoundCheck } from "./declared-part.js";
import { fail } from "./failure.js";
import { HostedSubmission } from "./hosted-submission.js";
import { judge } from "./judge.js";
import { NO_MAP, PLAN } from "./judging.fixture.js";
import type { RecordedOutcome } from "./recorded.js";

/** A check that asks for the double of a random number, then for the double of that; and how often it began. */
function doubling(name: string): BoundCheck & { begun: () => number } {
  let begun = 0;
  const id = `kit.${name}`;
  const declared = {
    id,
    part: "kit",
    title: name,
    points: 1,
    kind: "property",
    visibility: "public",
  } as const;
  const body: BoundCheck["body"] = async (context) => {
    begun++;
    const asked = context.random.uniform(1, 2);
    context.note({ code: "check.default-export", values: { name } });
    let expected = asked;
    for (let round = 0; round < 2; round++) {
      const script = context.script();
      const wanted = script.want(script.apply("double", expected));
      const got = (await context.run(script)).number(wanted, "double");
      expected *= 2;
      if (got !== expected) fail("two-layer-nn.field", { field: context.exports.join(), expected, got });
    }
  };
  return { declared, body, begun: () => begun };
}

/** What becomes of code, all but the time that it took. */
async function judged(
  code: string,
  { declared, body }: BoundCheck,
  plan = PLAN,
): Promise<Omit<RecordedOutcome, "durationMs">> {
  const submission = { id: "test", folder: "/nowhere", ready: true, code, body: null, map: NO_MAP } as const;
  const [hosted, elsewhere] = [0, 1].map(() => new HostedSubmission(plan, submission)) as [
    HostedSubmission,
    HostedSubmission,
  ];
  onTestFinished(async () => void (await Promise.all([hosted.stop(), elsewhere.stop()])));
  const { durationMs: _, ...recorded } = await judge(plan, { hosted, elsewhere }, declared, body);
  return recorded;
}

const RIGHT = "export const double = (x) => 2 * x;";

test.each([
  ["right", RIGHT, "passed"],
  ["wrong", "export const double = (x) => x + 2;", "failed"],
  [
    "right the first time only",
    "let times = 0; export const double = (x) => (times++ ? x : 2 * x);",
    "failed",
  ],
  ["missing", "export const half = 1;", "not-implemented"],
  ["throwing", "export function double() { throw new TypeError('no'); }", "threw"],
  ["what cannot be loaded", "export const double = undefined.x;", "threw"],
])("a check that began ahead says the same of what is %s", async (_, code, outcome) => {
  const [plain, ahead] = [doubling("same"), doubling("same")];
  const expected = await judged(code, plain);
  await beginAhead(PLAN, [ahead]);
  expect(ahead.begun()).toBe(1);
  // What began is taken, not what is given for where nothing did.
  expect(await judged(code, { ...ahead, body: () => Promise.reject(new Error("begun twice")) })).toEqual(
    expected,
  );
  expect(ahead.begun()).toBe(1);
  expect(expected.outcome).toBe(outcome);
});

test("it is for one submission: the next one's begins in its turn", async () => {
  const check = doubling("once");
  await beginAhead(PLAN, [check]);
  await judged(RIGHT, check);
  expect(check.begun()).toBe(1);
  await judged(RIGHT, check);
  expect(check.begun()).toBe(2);
});

test("what began with another seed is left alone", async () => {
  const check = doubling("seed");
  await beginAhead({ ...PLAN, seed: PLAN.seed + 1 }, [check]);
  expect((await judged(RIGHT, check)).outcome).toBe("passed");
  expect(check.begun()).toBe(2);
});

test("no other check begins ahead once there is somebody to ask", async () => {
  const [first, second] = [doubling("first"), doubling("second")];
  const beginning = beginAhead(PLAN, [first, second]);
  expect(takeBegun(PLAN, first.declared)).toBe(null);
  await beginning;
  expect([first.begun(), second.begun()]).toEqual([0, 0]);
});

test("a slip of ours in a check that began ahead is told when its turn comes", async () => {
  const { declared } = doubling("slip");
  const body = (): Promise<void> => {
    throw new TypeError("a slip");
  };
  await beginAhead(PLAN, [{ declared, body }]);
  await expect(judged(RIGHT, { declared, body })).rejects.toThrow("a slip");
});

test("no body hears of the submission before it has asked something, whether it began ahead or not", async () => {
  const { declared } = doubling("curious");
  const body: BoundCheck["body"] = async (context) => {
    context.note({ code: "check.default-export", values: { name: context.exports.join() } });
    await context.run(context.script());
  };
  await expect(judged(RIGHT, { declared, body })).rejects.toThrow("before anything was run");
  await beginAhead(PLAN, [{ declared, body }]);
  await expect(judged(RIGHT, { declared, body })).rejects.toThrow("before anything was run");
});
