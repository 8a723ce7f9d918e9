import type { Manifest } from "../assignment/manifest.js";
import type { SandboxKind } from "../host/index.js";
import type { Result } from "../result/index.js";
import type { CollectedCheck } from "../run/collect-outcomes.js";
import {
  makePlan,
  planFrame,
  type PlanRequest,
  type PreparedPlan,
  type SubmissionFolder,
} from "../run/run-plan.js";
import type { PlanFrame, RunPlan } from "../../specs/kit/plan.js";
import { KnownOutcomes } from "./changes/known-outcomes.js";
import type { ResolvedOptions } from "./options.js";

/** What stays the same from run to run. */
export interface StudentRunFrame {
  readonly manifest: Manifest;
  readonly submission: SubmissionFolder;
  readonly sandbox: SandboxKind;
  readonly options: ResolvedOptions;
}

/** What of a plan decides the verdicts. */
function decisive({ plan, hashes }: PreparedPlan): string {
  const problems = plan.submissions.map((one) => (one.ready ? [] : one.problems));
  return JSON.stringify([problems, [...hashes]]);
}

/** The runs of a student's repository: its code as it is bundled now, and what of it to run first. */
export class StudentRun {
  readonly #frame: StudentRunFrame;
  readonly #open = new Set<string>();
  /** By the id of each check that ever was asked, its part. */
  readonly #parts = new Map<string, string>();
  readonly #known = new KnownOutcomes();
  #prepared: PreparedPlan | null = null;
  #begun: PreparedPlan | null = null;

  constructor(frame: StudentRunFrame) {
    this.#frame = frame;
  }

  /** A run begins: with this plan. */
  begin(): RunPlan {
    this.#begun = this.prepared;
    return this.#begun.plan;
  }

  /** The plan that was made last. */
  get prepared(): PreparedPlan {
    if (this.#prepared === null) throw new Error("a run before its plan");
    return this.#prepared;
  }

  /** What is the same in all plans. */
  get frame(): PlanFrame {
    return planFrame(this.#request);
  }

  /**
   * Bundles the code as it is saved now.
   *
   * @param isEditing whether another run will follow, which then leaves out what the change between them does not concern
   * @returns whether any verdict can be another one than before.
   * @throws InfrastructureError when preparing itself fails.
   */
  async refresh(isEditing: boolean): Promise<boolean> {
    const before = this.#prepared;
    const now = await makePlan({ ...this.#request, submissions: [this.#frame.submission] });
    this.#prepared = isEditing ? await this.#withKnown(now) : now;
    return before === null || decisive(before) !== decisive(now);
  }

  /** Forgets what came of earlier runs: the next one asks everything. */
  forget(): void {
    this.#known.forget();
  }

  /** How many of the checks that were collected were not run again. */
  leftAlone(collected: readonly CollectedCheck[]): number {
    const known = this.prepared.plan.known ?? {};
    return collected.filter(({ meta, ran }) => ran && meta.declared.id in known).length;
  }

  /** Remembers what came of a run, and which of the parts that were asked are still open. */
  remember({ parts, checks }: Result, collected: readonly CollectedCheck[]): void {
    // Where something was saved meanwhile, nobody knows which code each check was asked of.
    if (this.#begun === this.#prepared) this.#known.remember(collected);
    else this.#known.forget();
    for (const { id, part } of checks) this.#parts.set(id, part);
    for (const { id, score, maxScore } of parts) {
      if (!checks.some((check) => check.part === id)) continue;
      if (score < maxScore) this.#open.add(id);
      else this.#open.delete(id);
    }
  }

  get #request(): Omit<PlanRequest, "submissions"> {
    const { manifest, sandbox, options } = this.#frame;
    const { seed, inspect, lang: language } = options;
    return { manifest, seed, sandbox, inspect, language };
  }

  async #withKnown(now: PreparedPlan): Promise<PreparedPlan> {
    const [submission] = now.plan.submissions;
    if (submission?.ready === true) await this.#known.follow(submission.code);
    else this.#known.forget();
    return { ...now, plan: { ...now.plan, known: this.#known.byId } };
  }

  /** In which turn a part is run: what is open, then what the last change may concern, then what is known. */
  readonly turnOf = (part: string): number => {
    if (this.#open.has(part)) return 0;
    return this.#isConcerned(part) ? 1 : 2;
  };

  /** Parts in the order in which they are run. */
  inOrder(parts: readonly string[]): string[] {
    const asked = this.#frame.manifest.parts.map(({ id }) => id).filter((id) => parts.includes(id));
    return asked.toSorted((a, b) => this.turnOf(a) - this.turnOf(b));
  }

  #isConcerned(part: string): boolean {
    const known = this.prepared.plan.known ?? {};
    return [...this.#parts].some(([id, of]) => of === part && !(id in known));
  }
}
