import type { Finding, Picture } from "../../grader/result/index.js";
import { Random } from "../../reference/random/random.js";
import { calledNames } from "./called-names.js";
import type { CheckBody, CheckContext } from "./context.js";
import { diagnose } from "./diagnosis.js";
import type { Evidence } from "./evidence.js";
import { CheckFailure } from "./failure.js";
import type { OpenSubmission } from "./open-submission.js";
import type { RunPlan } from "./plan.js";
import { recordFindings, type DeclaredCheck, type RecordedOutcome } from "./recorded.js";
import { Script } from "./script.js";
import { withSecondChance } from "./second-chance.js";

/** The context of one check of one submission, with what the body leaves behind. */
class Judging implements CheckContext {
  readonly random: Random;
  readonly notes: Finding[] = [];
  readonly pictures: Picture[] = [];
  readonly evidence: Evidence[] = [];
  /** Everything that was asked. */
  readonly scripts: Script[] = [];
  readonly #open: OpenSubmission;
  readonly #seed: number;
  #runs = 0;

  constructor(random: Random, open: OpenSubmission, seed: number) {
    this.random = random;
    this.#open = open;
    this.#seed = seed;
  }

  get exports(): readonly string[] {
    return this.#open.hosted.exports;
  }

  script(): Script {
    const script = new Script();
    script.seed(this.#seed + this.#runs);
    this.scripts.push(script);
    return script;
  }

  async run(script: Script, cpuMs?: number): ReturnType<CheckContext["run"]> {
    this.#runs++;
    const { answers, raw } = await this.#open.hosted.run(script, cpuMs);
    this.evidence.push({ script, answers: raw });
    return answers;
  }

  async runOn(script: Script, cpuMs?: number): ReturnType<CheckContext["run"]> {
    this.#runs++;
    return (await this.#open.hosted.run(script, cpuMs)).answers;
  }

  async runElsewhere(script: Script, cpuMs?: number): ReturnType<CheckContext["run"]> {
    const { elsewhere } = this.#open;
    await elsewhere.load(this.#seed);
    return (await elsewhere.run(script, cpuMs)).answers;
  }

  note(finding: Finding): void {
    const known = this.notes.some((note) => JSON.stringify(note) === JSON.stringify(finding));
    if (!known) this.notes.push(finding);
  }

  picture(picture: Picture): void {
    this.pictures.push(picture);
  }
}

/** The seed that decides what a check asks. */
function seedFor({ seed, hiddenSeed }: RunPlan, { visibility }: DeclaredCheck): number {
  return visibility === "hidden" ? (hiddenSeed ?? seed) : seed;
}

/**
 * Judges one submission by one check. Every fault of the submission becomes data. What may be the machine's fault is
 * tried twice.
 *
 * @throws whatever else goes wrong: a fault of ours.
 */
export function judge(
  plan: RunPlan,
  open: OpenSubmission,
  declared: DeclaredCheck,
  body: CheckBody,
): Promise<RecordedOutcome> {
  return withSecondChance(open, () => judgeOnce(plan, open, declared, body));
}

async function judgeOnce(
  plan: RunPlan,
  open: OpenSubmission,
  declared: DeclaredCheck,
  body: CheckBody,
): Promise<RecordedOutcome> {
  const { hosted, elsewhere } = open;
  const started = performance.now();
  const random = new Random(seedFor(plan, declared), plan.assignment, declared.id);
  const seed = random.fork("host").integer(0, 0x3fffffff);
  const context = new Judging(random, open, seed);
  let failure: CheckFailure | null = null;
  try {
    await hosted.load(seed);
    await body(context);
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    failure = error;
  } finally {
    // Nobody is shown what it printed while its mistake was looked at more closely.
    elsewhere.takeOutput();
  }
  const durationMs = performance.now() - started;
  const recorded = recordFindings(failure?.outcome ?? "passed", [...(failure?.findings ?? [])], durationMs);
  return {
    ...recorded,
    details: {
      ...recorded.details,
      notes: context.notes,
      worst: failure?.worst ?? null,
      pictures: [...(failure?.pictures ?? []), ...context.pictures],
      stack: [...(failure?.stackLines ?? [])],
      output: hosted.takeOutput(),
    },
    diagnosis: failure?.outcome === "failed" ? await diagnose(plan, declared.id, context.evidence) : null,
    ...(plan.known === undefined ? {} : { called: calledNames(context.scripts) }),
  };
}
