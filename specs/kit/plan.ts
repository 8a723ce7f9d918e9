import type { SandboxKind } from "../../grader/host/index.js";
import type { Language } from "../../grader/locale/language.js";
import type { SubmissionProblem } from "../../grader/result/index.js";
import type { RecordedOutcome } from "./recorded.js";

/** A submission that is ready to be judged: bundled, or with the reason why it could not be. */
export type PlannedSubmission = {
  readonly id: string;
  /** Where its files are. */
  readonly folder: string;
  /** The only checks to ask it, by id; all where left out. */
  readonly checks?: readonly string[];
  /** Its own seed, where an audit asks the same submission with several. */
  readonly seed?: number;
} & (
  | {
      readonly ready: true;
      /** One module. */
      readonly code: string;
      /** The same as the body of a function; null where it cannot be one. */
      readonly body: string | null;
      readonly map: string;
    }
  | { readonly ready: false; readonly problems: readonly SubmissionProblem[] }
);

/** Everything that the spec files must know of a run; handed to them by vitest's `provide`. */
export interface RunPlan {
  readonly assignment: string;
  /** The parts in the order of the handout; each has a spec file of its name. */
  readonly parts: readonly string[];
  readonly seed: number;
  /** The seed of hidden checks, where it is not the same. */
  readonly hiddenSeed?: number;
  readonly sandbox: SandboxKind;
  readonly inspect: boolean;
  /** What vitest itself shows, names of checks and why they failed, is in this language; English where left out. */
  readonly language?: Language;
  /** A part of the name of the checks to run; all where left out. */
  readonly only?: string;
  readonly limits: {
    readonly loadCpuMs: number;
    readonly scriptCpuMs: number;
    readonly wallFactor: number;
    readonly memoryMiB: number;
  };
  readonly submissions: readonly PlannedSubmission[];
  /** While somebody edits: by id, what came of checks that the last change does not concern. They are not run again. */
  readonly known?: Readonly<Record<string, RecordedOutcome>>;
}

/** The seed of a submission's checks. */
export function seedOf(plan: PlanFrame, { seed = plan.seed }: PlannedSubmission): number {
  return seed;
}

/** What is known of a run before its submissions are prepared. */
export type PlanFrame = Omit<RunPlan, "submissions">;

declare module "vitest" {
  interface ProvidedContext {
    gradecheck: RunPlan;
    /** Where the submissions are not prepared yet, the file in which they will be; those of the plan are none then. */
    gradecheckSubmissions?: string;
  }
}
