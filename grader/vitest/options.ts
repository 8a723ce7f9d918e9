import { SANDBOX_KINDS, type SandboxRequest } from "../host/index.js";
import { isLanguage, terminalLanguage, type Language } from "../locale/language.js";
import { sentence } from "../locale/sentence.js";
import { UsageError } from "../submission/usage-error.js";

/** How a student's repository may set the plugin up; the environment variables of the same meaning go first. */
export interface GradecheckOptions {
  /** The assignment; the repository's `package.json` names it (`gradecheck.assignment`) where left out. */
  readonly assignment?: string;
  /** Decides all random inputs; also `GRADECHECK_SEED`. @defaultValue 1 */
  readonly seed?: number;
  /** What to lock the code in; also `GRADECHECK_SANDBOX`. @defaultValue "auto", the strongest that works here */
  readonly sandbox?: SandboxRequest;
  /** Waits for a debugger to attach, without deadlines and without a sandbox; also `GRADECHECK_INSPECT=1`. */
  readonly inspect?: boolean;
  /** The language of what is said; also `GRADECHECK_LANG`. @defaultValue that of the repository, then the terminal's */
  readonly lang?: Language;
  /** A file to write `result.json` into after every run; also `GRADECHECK_RESULT`. None where left out. */
  readonly result?: string;
}

/** The options with nothing left out but the assignment. */
export interface ResolvedOptions {
  readonly assignment: string | undefined;
  readonly seed: number;
  readonly sandbox: SandboxRequest;
  readonly inspect: boolean;
  readonly lang: Language;
  readonly result: string | undefined;
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) {
    throw new UsageError(sentence({ code: "student.bad-seed", values: { text } }, terminalLanguage()));
  }
  return Number(text);
}

function sandboxOf(text: string | undefined): SandboxRequest | undefined {
  if (text === undefined) return undefined;
  const requests: readonly SandboxRequest[] = ["auto", ...SANDBOX_KINDS];
  const request = requests.find((known) => known === text);
  if (request === undefined) {
    const values = { text, kinds: requests.join(", ") };
    throw new UsageError(sentence({ code: "student.bad-sandbox", values }, terminalLanguage()));
  }
  return request;
}

/**
 * The options that hold: the environment's, then those given, then the defaults.
 *
 * @param repository the language that the repository asks for, where it does
 * @throws UsageError when a variable of the environment is none of what it may be.
 */
export function resolveOptions(
  given: GradecheckOptions,
  environment: NodeJS.ProcessEnv,
  repository?: Language,
): ResolvedOptions {
  const { GRADECHECK_SEED, GRADECHECK_SANDBOX, GRADECHECK_INSPECT, GRADECHECK_LANG, GRADECHECK_RESULT } =
    environment;
  const asked = GRADECHECK_LANG !== undefined && isLanguage(GRADECHECK_LANG) ? GRADECHECK_LANG : given.lang;
  const inspect = GRADECHECK_INSPECT === "1" || given.inspect === true;
  return {
    assignment: given.assignment,
    seed: seedOf(GRADECHECK_SEED) ?? given.seed ?? 1,
    // A debugger cannot look into a sandbox.
    sandbox: inspect ? "none" : (sandboxOf(GRADECHECK_SANDBOX) ?? given.sandbox ?? "auto"),
    inspect,
    lang: asked ?? repository ?? terminalLanguage(),
    result: GRADECHECK_RESULT ?? given.result,
  };
}
