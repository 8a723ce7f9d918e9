import fc from "fast-check";
import type { Answers } from "./answers.js";
import type { CheckContext } from "./context.js";
import { CheckFailure } from "./failure.js";
import type { Script } from "./script.js";

/**
 * Puts the calls for one case into a script, and gives back how to judge their answers: it returns where the law
 * holds and throws a CheckFailure where it does not.
 */
export type Law<Case> = (script: Script, value: Case) => (answers: Answers) => void;

// Shrinking asks one question after another; this many are enough to get from a dimension of 6 down to 1.
const MOST_SHRINKS = 30;

function caughtFailure(run: () => void): CheckFailure | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof CheckFailure) return error;
    throw error;
  }
}

async function smallest<Case>(
  context: CheckContext,
  cases: fc.Arbitrary<Case>,
  law: Law<Case>,
  parameters: fc.Parameters<[Case]>,
): Promise<{ value: Case; failure: CheckFailure } | null> {
  let asked = 0;
  let found: { value: Case; failure: CheckFailure } | null = null;
  const property = fc.asyncProperty(cases, async (value) => {
    asked++;
    if (asked > MOST_SHRINKS) return;
    const script = context.script();
    const judge = law(script, value);
    const answers = await context.runElsewhere(script);
    const failure = caughtFailure(() => judge(answers));
    if (failure === null) return;
    found = { value, failure };
    throw failure;
  });
  await fc.check(property, parameters);
  return found;
}

/**
 * Judges a law on `runs` random cases, all sent in one frame, so that what is asked never depends on a verdict. Where
 * it does not hold, a smaller case is searched for afterwards, in hosts that the judged one never hears of.
 *
 * @param cases fast-check's arbitrary for a case: sizes and a seed, rather than raw numbers.
 * @throws CheckFailure of the smallest case that was found.
 */
export async function forAll<Case>(
  context: CheckContext,
  cases: fc.Arbitrary<Case>,
  runs: number,
  law: Law<Case>,
): Promise<void> {
  const seed = context.random.fork("cases").integer(0, 0x3fffffff);
  const parameters = { seed, numRuns: runs };
  const script = context.script();
  const judges = fc.sample(cases, parameters).map((value) => law(script, value));
  const answers = await context.run(script);
  const failure = judges.map((judge) => caughtFailure(() => judge(answers))).find((one) => one !== null);
  if (failure === undefined) return;
  if (failure.outcome !== "failed") throw failure;
  const small = await smallest(context, cases, law, parameters);
  if (small === null) throw failure;
  const values = { case: fc.stringify(small.value) };
  throw small.failure.adding([{ code: "check.counterexample", values }]);
}
