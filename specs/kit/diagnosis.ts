import { readMistakes } from "../../grader/assignment/mistakes.js";
import { readTexts } from "../../grader/assignment/texts.js";
import type { StepAnswer } from "../../grader/host/wire/message.js";
import type { Diagnosis } from "../../grader/result/index.js";
import { AskedMistake, mistakesCost } from "./asked-mistake.js";
import type { Evidence } from "./evidence.js";
import type { RunPlan } from "./plan.js";
import { sameAnswers } from "./same-answers.js";

/**
 * How many scripts the known mistakes are asked for one diagnosis, at most, remembered answers counted as well, so that
 * a hint does not depend on who was graded before. Most mistakes differ at the first, so this is enough for all of them.
 */
export const MOST_SCRIPTS: number = 240;

/** CPU time after which no further mistake is asked: a last resort, far from what any check of ours takes. */
const MOST_CPU_MS = 20_000;

const remembered = new Map<string, AskedMistake>();

/** The one memory of what a module of ours, by its id, answers to the scripts of a check. */
function recall(
  plan: RunPlan,
  check: string,
  mistake: { readonly id: string; readonly body: string },
  evidence: readonly Evidence[],
): AskedMistake {
  const scripts = evidence.map(({ script }) => script);
  const lengths = scripts.map((script) => script.steps.length).join();
  const key = JSON.stringify([plan.assignment, plan.seed, check, lengths, mistake.id]);
  const known = remembered.get(key) ?? new AskedMistake(mistake.body, scripts);
  remembered.set(key, known);
  return known;
}

/** How much may still be asked. */
interface Allowance {
  scripts: number;
  readonly untilCpuMs: number;
}

/** Whether the first answers to the first script are alike; false where too much was asked already. */
async function sameBeginnings(
  plan: RunPlan,
  asked: AskedMistake,
  given: readonly StepAnswer[],
  { untilCpuMs }: Allowance,
): Promise<boolean> {
  for (let at = 0; at < asked.beginnings; at++) {
    if (mistakesCost().cpuMs > untilCpuMs) return false;
    const beginning = await asked.beginning(plan, at);
    if (beginning === null || !sameAnswers(given, beginning, beginning.length)) return false;
  }
  return true;
}

/** Whether all answers are alike, told by the first few where they are not; false where too much was asked already. */
async function sameAll(
  plan: RunPlan,
  asked: AskedMistake,
  evidence: readonly Evidence[],
  allowance: Allowance,
): Promise<boolean> {
  if (!(await sameBeginnings(plan, asked, evidence[0]?.answers ?? [], allowance))) return false;
  for (const [index, { answers }] of evidence.entries()) {
    if (allowance.scripts <= 0 || mistakesCost().cpuMs > allowance.untilCpuMs) return false;
    allowance.scripts--;
    const others = await asked.answers(plan, index);
    if (others === null || !sameAnswers(answers, others)) return false;
  }
  return true;
}

/**
 * The known mistake whose answers equal the submission's on the very inputs of the check, and differ from those of
 * correct solutions; null where there is none, or where mistakes with different hints fit: a guess would send half of
 * the students astray. Runs after the verdict, in a host that the submission never meets.
 */
export async function diagnose(
  plan: RunPlan,
  check: string,
  evidence: readonly Evidence[],
): Promise<Diagnosis | null> {
  const known = readMistakes(plan.assignment);
  const candidates = known?.mistakes.filter((mistake) => mistake.loses.includes(check)) ?? [];
  if (known === null || candidates.length === 0 || evidence.length === 0) return null;
  const allowance: Allowance = { scripts: MOST_SCRIPTS, untilCpuMs: mistakesCost().cpuMs + MOST_CPU_MS };
  const isSame = (mistake: { readonly id: string; readonly body: string }): Promise<boolean> =>
    sameAll(plan, recall(plan, check, mistake, evidence), evidence, allowance);

  for (const { base, body } of known.correct) {
    if (await isSame({ id: `correct ${base}`, body })) return null;
  }
  const fitting = new Set<string>();
  for (const mistake of candidates) {
    if (!fitting.has(mistake.hint) && (await isSame(mistake))) fitting.add(mistake.hint);
  }
  const [only, ...others] = fitting;
  if (only === undefined || others.length > 0) return null;
  const hint = readTexts(plan.assignment, "en").hints[only];
  if (hint === undefined) throw new Error(`no text for the hint ${only}`);
  return { mistake: only, hint };
}
