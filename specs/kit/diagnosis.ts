import type { Host } from "../../grader/host/index.js";
import type { StepAnswer, Value } from "../../grader/host/wire/message.js";
import { readMistakes, type Mistake, type Mistakes } from "../../grader/assignment/mistakes.js";
import { readTexts } from "../../grader/assignment/texts.js";
import type { Diagnosis } from "../../grader/result/index.js";
import { takeHost } from "./host-supply.js";
import type { Evidence } from "./evidence.js";
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

// Modules stay in a host's memory for good.
const MOST_LOADS = 400;

/** A host that known mistakes are loaded into, each afresh for every check; replaced when it is full or dead. */
class MistakeHost {
  #host: Host | null = null;
  #loads = 0;

  /** What a module of ours answers to the scripts, or null where it does not survive them. */
  async answers(plan: RunPlan, code: string, scripts: readonly Script[]): Promise<StepAnswer[][] | null> {
    if (this.#loads >= MOST_LOADS) await this.#stop();
    this.#host ??= await takeHost({ ...plan, inspect: false });
    this.#loads++;
    const module = `mistake-${this.#loads}`;
    const loaded = await this.#host.load(module, code, 0, BUDGET);
    if (!loaded.ok) await this.#stop();
    if (!loaded.ok || !loaded.loaded) return null;
    const all: StepAnswer[][] = [];
    for (const script of scripts) {
      const reply = await this.#host.run(module, script.steps, BUDGET);
      if (!reply.ok) {
        await this.#stop();
        return null;
      }
      all.push([...reply.answers]);
    }
    return all;
  }

  async #stop(): Promise<void> {
    await this.#host?.stop();
    this.#host = null;
    this.#loads = 0;
  }
}

const mistakeHost = new MistakeHost();

// A check asks every submission the same, so what a mistake answers to it is asked once per run.
const remembered = new Map<string, StepAnswer[][] | null>();

async function recall(
  plan: RunPlan,
  check: string,
  mistake: Pick<Mistake, "id" | "code">,
  scripts: readonly Script[],
): Promise<StepAnswer[][] | null> {
  const lengths = scripts.map((script) => script.steps.length).join();
  const key = JSON.stringify([plan.assignment, plan.seed, check, lengths, mistake.id]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const answers = await mistakeHost.answers(plan, mistake.code, scripts);
  remembered.set(key, answers);
  return answers;
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
  const scripts = evidence.map(({ script }) => script);
  const same = (answers: readonly StepAnswer[][] | null): boolean =>
    answers !== null && evidence.every((one, i) => sameAnswers(one.answers, answers[i] ?? []));

  const correct = { id: "", code: mistakes.correct };
  if (same(await recall(plan, check, correct, scripts))) return null;
  for (const mistake of candidates) {
    if (!same(await recall(plan, check, mistake, scripts))) continue;
    const hint = readTexts(plan.assignment, "en").hints[mistake.hint];
    if (hint === undefined) throw new Error(`no text for the hint ${mistake.hint}`);
    return { mistake: mistake.hint, hint };
  }
  return null;
}
