import type { Host } from "../../grader/host/index.js";
import type { Step, StepAnswer } from "../../grader/host/wire/message.js";
import { takeHost } from "./host-supply.js";
import type { RunPlan } from "./plan.js";
import type { Script } from "./script.js";

// Known mistakes are our own code, but they loop as long as a submission's would.
const BUDGET = { cpuMs: 5_000, wallMs: 50_000 };

// What a module holds stays in a host's memory for good.
const MOST_LOADS = 4000;

/** The host that known mistakes are loaded into; replaced when it is full or dead. */
class MistakeHost {
  /** CPU time of all that was ever asked here, in milliseconds. */
  spentMs = 0;
  /** How many scripts were ever run here. */
  runs = 0;
  #host: Host | null = null;
  #loads = 0;

  /** The name of the module that was made from `body`, with the host it is in; null where it cannot be. */
  async load(plan: RunPlan, body: string): Promise<{ host: Host; module: string } | null> {
    if (this.#loads >= MOST_LOADS) await this.#stop();
    this.#host ??= await takeHost({ ...plan, inspect: false });
    this.#loads++;
    const loaded = { host: this.#host, module: `mistake-${this.#loads}` };
    const reply = await loaded.host.load(loaded.module, { body }, 0, BUDGET);
    if (!reply.ok) await this.#stop();
    else this.spentMs += reply.cpuMs;
    return reply.ok && reply.loaded ? loaded : null;
  }

  /** What a module answers to a script, or null where the host does not survive it. */
  async run(module: string, steps: readonly Step[]): Promise<readonly StepAnswer[] | null> {
    this.runs++;
    const reply = await this.#host?.run(module, steps, BUDGET, false);
    if (reply?.ok === true) {
      this.spentMs += reply.cpuMs;
      return reply.answers;
    }
    if (reply?.fault.outcome === "timeout") this.spentMs += BUDGET.cpuMs;
    await this.#stop();
    return null;
  }

  /** Whether a host is still the one that modules are loaded into. */
  holds(host: Host): boolean {
    return this.#host === host;
  }

  async #stop(): Promise<void> {
    await this.#host?.stop();
    this.#host = null;
    this.#loads = 0;
  }
}

const mistakeHost = new MistakeHost();

/** What asking known mistakes has taken in this process so far: CPU time in milliseconds, and runs of scripts. */
export function mistakesCost(): { cpuMs: number; runs: number } {
  return { cpuMs: mistakeHost.spentMs, runs: mistakeHost.runs };
}

/** How many answers the shortest beginning of a script gives. */
const FEWEST_ANSWERS = 3;

/**
 * The steps of a script up to its first few answers, up to twice as many and so on, the shortest beginning first. Each is
 * at most half as long as what comes after it: else it is not worth asking for by itself.
 */
function beginningsOf({ steps }: Script): (readonly Step[])[] {
  const gives = steps.flatMap((step, at) => (step.op === "give" ? [at] : []));
  const doublings = Math.floor(Math.log2(gives.length / FEWEST_ANSWERS));
  const beginnings: (readonly Step[])[] = [];
  let longer = steps.length;
  for (let answers = FEWEST_ANSWERS * 2 ** doublings; answers >= FEWEST_ANSWERS; answers /= 2) {
    const length = (gives[answers - 1] ?? longer) + 1;
    if (2 * length > longer) continue;
    beginnings.unshift(steps.slice(0, length));
    longer = length;
  }
  return beginnings;
}

/**
 * A known mistake that is asked the scripts of one check, in their order and no further than somebody wants to know.
 * What it answered is remembered, for a check asks every submission the same.
 */
export class AskedMistake {
  readonly #body: string;
  readonly #scripts: readonly Script[];
  readonly #answers: (readonly StepAnswer[])[] = [];
  readonly #beginnings: readonly (readonly Step[])[];
  /** What it answered to beginnings, as far as somebody wanted to know; null where it did not survive one. */
  readonly #begun: (readonly StepAnswer[] | null)[] = [];
  #loaded: { host: Host; module: string } | null = null;
  #dead = false;

  constructor(body: string, scripts: readonly Script[]) {
    const [first] = scripts;
    this.#body = body;
    this.#scripts = scripts;
    this.#beginnings = first === undefined ? [] : beginningsOf(first);
  }

  /** How many beginnings of the first script are worth asking for by themselves. */
  get beginnings(): number {
    return this.#beginnings.length;
  }

  /**
   * What it answers to a beginning of the first script: most mistakes differ there already, and a gradient's script goes
   * on for hundreds of forward passes. Null where the mistake does not survive it. Whatever it remembers of being asked
   * is gone afterwards.
   *
   * @param at which beginning, the shortest first
   */
  async beginning(plan: RunPlan, at: number): Promise<readonly StepAnswer[] | null> {
    const known = this.#begun[at];
    if (known !== undefined) return known;
    return (this.#begun[at] = await this.#askBeginning(plan, this.#beginnings[at] ?? []));
  }

  async #askBeginning(plan: RunPlan, steps: readonly Step[]): Promise<readonly StepAnswer[] | null> {
    const loaded = await mistakeHost.load(plan, this.#body);
    return loaded === null ? null : mistakeHost.run(loaded.module, steps);
  }

  /** What it answers to the script at `index`; null where it does not survive that script or one before. */
  async answers(plan: RunPlan, index: number): Promise<readonly StepAnswer[] | null> {
    while (this.#answers.length <= index && !this.#dead) await this.#next(plan);
    return this.#answers[index] ?? null;
  }

  async #next(plan: RunPlan): Promise<void> {
    if (this.#loaded === null || !mistakeHost.holds(this.#loaded.host)) {
      this.#loaded = await mistakeHost.load(plan, this.#body);
      // A module may remember what it was asked before, so it is asked all of that again.
      const before = this.#answers.splice(0).length;
      for (let i = 0; i < before; i++) await this.#ask();
    }
    await this.#ask();
  }

  async #ask(): Promise<void> {
    const script = this.#scripts[this.#answers.length];
    const answers =
      this.#loaded === null || script === undefined || this.#dead
        ? null
        : await mistakeHost.run(this.#loaded.module, script.steps);
    if (answers === null) this.#dead = true;
    else this.#answers.push(answers);
  }
}
