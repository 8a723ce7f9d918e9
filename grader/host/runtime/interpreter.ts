import { callName } from "../wire/call-name.js";
import type { Argument, Reference, Step, StepAnswer, Value } from "../wire/message.js";
import { findExport, kindOf, type Namespace } from "./exports.js";
import { follow } from "./follow.js";
import { materialize, referencesIn } from "./materialize.js";
import { type Allowance, fullAllowance, observe } from "./observe.js";
import { observeAbsence } from "./observe-absence.js";
import { apply, construct } from "./primordials.js";
import { seedRandom } from "./random.js";
import { describeThrown } from "./thrown.js";

/** The export or method is not there. */
class Missing {
  // oxlint-disable-next-line no-unused-private-class-members -- `#brand in` uses it
  readonly #brand = true;

  constructor(
    readonly name: string,
    readonly text: string,
  ) {}

  /** `instanceof` would ask the prototype of whatever was thrown, and a Proxy may throw again. */
  static is(thrown: unknown): thrown is Missing {
    return typeof thrown === "object" && thrown !== null && #brand in thrown;
  }
}

/** Runs the steps of one script in order. */
export class Interpreter {
  private readonly registers: unknown[] = [];
  /** For each register, the step whose failure left it without a value. */
  private readonly failedBy: (number | undefined)[] = [];
  private readonly allowance: Allowance = fullAllowance();

  constructor(
    private readonly namespace: Namespace,
    /** Is told of each step that calls something, before it does. */
    private readonly onCall: (step: number) => void,
    /** Is told of what a step threw, and may end the process over it. */
    private readonly onThrown: (thrown: unknown) => void,
  ) {}

  run(steps: readonly Step[]): StepAnswer[] {
    const references = steps.map(referencesOf);
    const lastUse = lastUseOf(references);
    return steps.map((step, index) => {
      if (callName(step) !== undefined) this.onCall(index);
      const uses = references[index] ?? [];
      const answer = this.answer(step, index, uses);
      this.failedBy[index] = answer.status === "skipped" ? answer.because : failure(answer, index);
      if (step.op === "set" && answer.status === "threw") this.failedBy[step.on.register] = index;
      for (const register of [...uses.map((each) => each.register), index]) {
        if (lastUse[register] === index) this.registers[register] = undefined;
      }
      return answer;
    });
  }

  private answer(step: Step, index: number, uses: readonly Reference[]): StepAnswer {
    for (const { register } of uses) {
      const because = register < index ? this.failedBy[register] : register;
      if (because !== undefined) return { status: "skipped", because };
    }
    try {
      if (step.op === "give") {
        return { status: "value", value: this.give(step.from) };
      }
      this.registers[index] = this.perform(step);
      return { status: "done" };
    } catch (thrown) {
      if (Missing.is(thrown)) return { status: "missing", name: thrown.name, text: thrown.text };
      this.onThrown(thrown);
      return { status: "threw", error: this.affordable(describeThrown(thrown)) };
    }
  }

  private perform(step: Exclude<Step, { op: "give" }>): unknown {
    switch (step.op) {
      case "construct": {
        const target = this.exported(step.name, "class");
        return construct(target, this.materializeAll(step.args));
      }
      case "apply":
        return apply(this.exported(step.name, "function"), undefined, this.materializeAll(step.args));
      case "call": {
        const on = this.follow(step.on);
        const method = on === undefined || on === null ? on : (on as Namespace)[step.method];
        if (typeof method !== "function") throw new Missing(step.method, kindOf(method));
        return apply(method, on, this.materializeAll(step.args));
      }
      case "set": {
        const on = this.follow(step.on) as Record<string, unknown>;
        on[step.key] = this.materialize(step.value);
        return undefined;
      }
      case "hold":
        return this.materialize(step.value);
      case "seed":
        seedRandom(step.seed);
        return undefined;
    }
  }

  private exported(name: string, wanted: "class" | "function"): (...args: unknown[]) => unknown {
    const found = findExport(this.namespace, name, wanted);
    if (typeof found !== "function") throw new Missing(name, kindOf(found));
    return found as (...args: unknown[]) => unknown;
  }

  private give({ register, path }: Reference): Value {
    const followed = follow(this.registers[register], path);
    return followed.found
      ? observe(followed.value, this.allowance)
      : observeAbsence(followed, this.allowance);
  }

  private follow({ register, path }: Reference): unknown {
    const followed = follow(this.registers[register], path);
    return followed.found ? followed.value : undefined;
  }

  private materialize(argument: Argument): unknown {
    return materialize(argument, (reference) => this.follow(reference));
  }

  private materializeAll(args: readonly Argument[]): unknown[] {
    return args.map((argument) => this.materialize(argument));
  }

  /** A thousand steps that throw the same must not outgrow the frame: at last, only names travel. */
  private affordable(error: ReturnType<typeof describeThrown>): ReturnType<typeof describeThrown> {
    const length = error.message.length + error.stack.length;
    if (length > this.allowance.text) return { name: error.name, message: "", stack: "" };
    this.allowance.text -= length;
    return error;
  }
}

/**
 * For each register, the last step that refers to it; its own, where none does. What it holds is let go after that, as a
 * caller would: hundreds of caches at once are more than a submission is asked to have room for.
 */
function lastUseOf(references: readonly (readonly Reference[])[]): number[] {
  const lastUse = references.map((_, index) => index);
  references.forEach((uses, index) => {
    for (const { register } of uses) if (register < index) lastUse[register] = index;
  });
  return lastUse;
}

function failure(answer: StepAnswer, index: number): number | undefined {
  return answer.status === "threw" || answer.status === "missing" ? index : undefined;
}

function referencesOf(step: Step): Reference[] {
  switch (step.op) {
    case "construct":
    case "apply":
      return step.args.flatMap((argument) => referencesIn(argument));
    case "call":
      return [step.on, ...step.args.flatMap((argument) => referencesIn(argument))];
    case "set":
      return [step.on, ...referencesIn(step.value)];
    case "hold":
      return referencesIn(step.value);
    case "give":
      return [step.from];
    case "seed":
      return [];
  }
}
