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

/** From how many steps on the beginning of a script is so much cheaper than all of it that it is asked for by itself. */
const LONG = 100;
/** How many answers its beginning gives. */
const FIRST_ANSWERS = 12;

/** The steps of a long script up to its first few answers; null where it is short. */
function beginningOf({ steps }: Script): readonly Step[] | null {
  if (steps.length < LONG) return null;
  let answers = 0;
  const end = steps.findIndex((step) => step.op === "give" && ++answers === FIRST_ANSWERS);
  return end < 0 ? null : steps.slice(0, end + 1);
}

/**
 * A known mistake that is asked the scripts of one check, in their order and no further than somebody wants to know.
 * What it answered is remembered, for a check asks every submission the same.
 */
export class AskedMistake {
  readonly #body: string;
  readonly #scripts: readonly Script[];
  readonly #answers: (readonly StepAnswer[])[] = [];
  #loaded: { host: Host; module: string } | null = null;
  #beginning: { answers: readonly StepAnswer[] | null } | null = null;
  #dead = false;

  constructor(body: string, scripts: readonly Script[]) {
    this.#body = body;
    this.#scripts = scripts;
  }

  /**
   * What it answers to the beginning of the first script, where that is long: most mistakes differ there already, and a
   * gradient's script goes on for hundreds of forward passes. Empty where the script is short; null where the mistake
   * does not survive it. Whatever it remembers of being asked is gone afterwards.
   */
  async beginning(plan: RunPlan): Promise<readonly StepAnswer[] | null> {
    this.#beginning ??= await this.#askBeginning(plan);
    return this.#beginning.answers;
  }

  async #askBeginning(plan: RunPlan): Promise<{ answers: readonly StepAnswer[] | null }> {
    const [first] = this.#scripts;
    const steps = first === undefined ? null : beginningOf(first);
    if (steps === null) return { answers: [] };
    const loaded = await mistakeHost.load(plan, this.#body);
    return { answers: loaded === null ? null : await mistakeHost.run(loaded.module, steps) };
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
