import type { Host } from "../../grader/host/index.js";
import type { StepAnswer, Value } from "../../grader/host/wire/message.js";
import { readMistakes, type Mistakes } from "../../grader/assignment/mistakes.js";
import { readTexts } from "../../grader/assignment/texts.js";
import type { Diagnosis } from "../../grader/result/index.js";
import { takeHost } from "./host-supply.js";
import type { Evidence } from "./judge.js";
import type { RunPlan } from "./plan.js";
import type { Script } from "./script.js";

// Known mistakes are our own code, but they loop as long as a submission's would.
const BUDGET = { cpuMs: 20_000, wallMs: 200_000 };

/** Answers are the same where they differ by less than any two mistakes do, and by more than reordered sums. */
const SAME = 1e-9;

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  const scale = a.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return (
    a.length === b.length &&
    a.every((value, i) => Object.is(value, b[i]) || Math.abs(value - (b[i] ?? Number.NaN)) <= SAME * scale)
  );
}

function sameValue(a: Value, b: Value): boolean {
  if (a.kind === "tensor" && b.kind === "tensor") {
    return a.tensor.shape.join() === b.tensor.shape.join() && sameNumbers(a.tensor.data, b.tensor.data);
  }
  if (a.kind === "number" && b.kind === "number") {
    return sameNumbers(Float64Array.of(a.number), Float64Array.of(b.number));
  }
  if (a.kind === "object" && b.kind === "object") {
    return [...a.entries].every(([key, item]) => {
      const other = b.entries.get(key);
      return other !== undefined && sameValue(item, other);
    });
  }
  return a.kind === b.kind && a.kind !== "list";
}

function sameAnswers(a: readonly StepAnswer[], b: readonly StepAnswer[]): boolean {
  return a.every((answer, i) => {
    const other = b[i];
    if (answer.status === "value" && other?.status === "value") return sameValue(answer.value, other.value);
    return answer.status === other?.status;
  });
}

/** A host that holds the known mistakes of an assignment, each as a module of its own. */
class MistakeHost {
  readonly #host: Host;
  readonly #loaded = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** What a module of ours answers to a script, or null where it does not survive it. */
  async answers(module: string, code: string, script: Script): Promise<readonly StepAnswer[] | null> {
    if (!this.#loaded.has(module)) {
      const loaded = await this.#host.load(module, code, 0, BUDGET);
      if (!loaded.ok || !loaded.loaded) return null;
      this.#loaded.add(module);
    }
    const reply = await this.#host.run(module, script.steps, BUDGET);
    return reply.ok ? reply.answers : null;
  }
}

let mistakeHost: Promise<MistakeHost> | null = null;

function hostOfMistakes(plan: RunPlan): Promise<MistakeHost> {
  mistakeHost ??= takeHost({ ...plan, inspect: false }).then((host) => new MistakeHost(host));
  return mistakeHost;
}

async function answersTo(
  host: MistakeHost,
  module: string,
  code: string,
  evidence: readonly Evidence[],
): Promise<(readonly StepAnswer[])[] | null> {
  const all: (readonly StepAnswer[])[] = [];
  for (const { script } of evidence) {
    const answers = await host.answers(module, code, script);
    if (answers === null) return null;
    all.push(answers);
  }
  return all;
}

/**
 * The known mistake whose answers equal the submission's on the very inputs of the check, and differ from those of a
 * correct solution; null where there is none. Runs after the verdict, in a host that the submission never meets.
 */
export async function diagnose(
  plan: RunPlan,
  check: string,
  evidence: readonly Evidence[],
): Promise<Diagnosis | null> {
  const mistakes: Mistakes | null = readMistakes(plan.assignment);
  const candidates = mistakes?.mistakes.filter((mistake) => mistake.loses.includes(check)) ?? [];
  if (mistakes === null || candidates.length === 0 || evidence.length === 0) return null;
  const host = await hostOfMistakes(plan);
  const same = (answers: (readonly StepAnswer[])[]): boolean =>
    evidence.every((one, i) => sameAnswers(one.answers, answers[i] ?? []));

  const right = await answersTo(host, "correct", mistakes.correct, evidence);
  if (right !== null && same(right)) return null;
  for (const mistake of candidates) {
    const answers = await answersTo(host, mistake.id, mistake.code, evidence);
    if (answers !== null && same(answers)) {
      const hint = readTexts(plan.assignment, "en").hints[mistake.hint];
      if (hint === undefined) throw new Error(`no text for the hint ${mistake.hint}`);
      return { mistake: mistake.hint, hint };
    }
  }
  return null;
}
