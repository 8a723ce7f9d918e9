import type { Finding, Picture } from "../../grader/result/index.js";
import { Random } from "../../reference/random/random.js";
import type { CheckBody, CheckContext } from "./context.js";
import type { Evidence } from "./evidence.js";
import type { OpenSubmission } from "./open-submission.js";
import type { RunPlan } from "./plan.js";
import type { DeclaredCheck } from "./recorded.js";
import { Script } from "./script.js";

/** What of a plan decides the questions of its checks. */
export type QuestionPlan = Pick<RunPlan, "assignment" | "seed" | "hiddenSeed">;

/** The seed that decides what a check asks. */
export function seedFor({ seed, hiddenSeed }: QuestionPlan, { visibility }: DeclaredCheck): number {
  return visibility === "hidden" ? (hiddenSeed ?? seed) : seed;
}

/**
 * The context of one check of one submission, with what the body leaves behind. What a body asks first never depends on
 * the submission, so it may begin before there is one: it waits where it runs its first script.
 */
export class Judging implements CheckContext {
  readonly random: Random;
  readonly notes: Finding[] = [];
  readonly pictures: Picture[] = [];
  readonly evidence: Evidence[] = [];
  /** Everything that was asked. */
  readonly scripts: Script[] = [];
  /** The seed with which the submission is loaded. */
  readonly seed: number;
  #runs = 0;
  #ended: Promise<void> | null = null;
  #open: OpenSubmission | null = null;
  #onMet: (open: OpenSubmission) => void = () => undefined;
  readonly #met = new Promise<OpenSubmission>((resolve) => {
    this.#onMet = resolve;
  });

  constructor(plan: QuestionPlan, declared: DeclaredCheck) {
    this.random = new Random(seedFor(plan, declared), plan.assignment, declared.id);
    this.seed = this.random.fork("host").integer(0, 0x3fffffff);
  }

  /**
   * Goes through the body, which begins now unless it did ahead.
   *
   * @throws whatever the body throws.
   */
  begin(body: CheckBody): Promise<void> {
    if (this.#ended === null) {
      this.#ended = (async () => body(this))();
      // Whoever began it ahead does not wait for its end.
      this.#ended.catch(() => undefined);
    }
    return this.#ended;
  }

  /** From now on it asks this submission, which has been loaded. */
  meet(open: OpenSubmission): void {
    this.#open = open;
    this.#onMet(open);
  }

  get exports(): readonly string[] {
    // Whether it began ahead or not: what a check asks first never depends on the submission.
    if (this.#open === null || this.#runs === 0) throw new Error("the exports before anything was run");
    return this.#open.hosted.exports;
  }

  script(): Script {
    const script = new Script();
    script.seed(this.seed + this.#runs);
    this.scripts.push(script);
    return script;
  }

  async run(script: Script, cpuMs?: number): ReturnType<CheckContext["run"]> {
    this.#runs++;
    const { hosted } = await this.#met;
    const { answers, raw } = await hosted.run(script, cpuMs);
    this.evidence.push({ script, answers: raw });
    return answers;
  }

  async runOn(script: Script, cpuMs?: number): ReturnType<CheckContext["run"]> {
    this.#runs++;
    const { hosted } = await this.#met;
    return (await hosted.run(script, cpuMs)).answers;
  }

  async runElsewhere(script: Script, cpuMs?: number): ReturnType<CheckContext["run"]> {
    const { elsewhere } = await this.#met;
    await elsewhere.load(this.seed);
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
