import type { StepAnswer, Value } from "../../grader/host/wire/message.js";
import type { Finding, StackLine } from "../../grader/result/index.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import type { Label } from "./axis.js";
import { CheckFailure, fail } from "./failure.js";
import { describeValue, finiteTensorOf, tensorOf } from "./look.js";
import type { Script, Wanted } from "./script.js";

/** Turns a stack in the bundle's coordinates into lines of the student's files. */
export type StackMapper = (stack: string) => StackLine[];

const NOT_IMPLEMENTED = /not[ _-]?implemented/i;

/**
 * What a submission answered to a script. Each getter says what it expects, and ends the check with a
 * {@link CheckFailure} that explains the difference where the answer is something else.
 */
export class Answers {
  readonly #script: Script;
  readonly #answers: readonly StepAnswer[];
  readonly #mapStack: StackMapper;
  readonly #exports: readonly string[];

  /** @param exports the names that the submission exports. */
  constructor(
    script: Script,
    answers: readonly StepAnswer[],
    mapStack: StackMapper,
    exports: readonly string[],
  ) {
    this.#script = script;
    this.#answers = answers;
    this.#mapStack = mapStack;
    this.#exports = exports;
  }

  /**
   * The value as it came, whatever it is.
   *
   * @throws CheckFailure when the call threw, is missing, or waited for one that did.
   */
  value(wanted: Wanted): Value {
    const answer = this.#answers[wanted.step];
    if (answer?.status === "value") return answer.value;
    return this.#explain(wanted.step);
  }

  /**
   * A tensor of the label's shape with finite numbers.
   *
   * @throws CheckFailure when it is anything else.
   */
  tensor(wanted: Wanted, label: Label): Tensor {
    return finiteTensorOf(this.#returned(wanted, label.what), label);
  }

  /**
   * A tensor of the label's shape; its numbers may be anything.
   *
   * @throws CheckFailure when it is anything else.
   */
  anyTensor(wanted: Wanted, label: Label): Tensor {
    return tensorOf(this.#returned(wanted, label.what), label);
  }

  /**
   * A finite number.
   *
   * @throws CheckFailure when it is anything else.
   */
  number(wanted: Wanted, what: string): number {
    const value = this.#returned(wanted, what);
    if (value.kind !== "number") {
      return fail("check.wrong-kind", { what, expected: "number", got: describeValue(value) });
    }
    if (!Number.isFinite(value.number)) {
      return fail("check.not-finite-number", { what, got: String(value.number) });
    }
    return value.number;
  }

  /**
   * Whether there is nothing: `undefined`, `null`, or a result without that key.
   *
   * @throws CheckFailure as {@link value}.
   */
  isNothing(wanted: Wanted): boolean {
    const { kind } = this.value(wanted);
    return kind === "undefined" || kind === "null" || kind === "absent";
  }

  /** Whether the tensor came out of float32 work. */
  isFloat32(wanted: Wanted): boolean {
    const answer = this.#answers[wanted.step];
    return answer?.status === "value" && answer.value.kind === "tensor" && answer.value.float32;
  }

  /**
   * Nothing where every step up to here went well.
   *
   * @throws CheckFailure for the first step that did not.
   */
  expectDone(): void {
    const broken = this.#answers.findIndex((answer) => answer.status !== "done" && answer.status !== "value");
    if (broken >= 0) this.#explain(broken);
  }

  #returned(wanted: Wanted, what: string): Value {
    const value = this.value(wanted);
    const call = this.#script.labels[wanted.step] ?? "";
    if (value.kind === "absent") this.#explainAbsence(wanted.step, value);
    if (value.kind === "undefined" || value.kind === "null") fail("check.nothing-returned", { what, call });
    if (value.kind === "promise") fail("check.promise", { what });
    if (value.kind === "too-large") fail("check.too-large", { what, text: value.text });
    return value;
  }

  /** Not that a part of a result is undefined, which is a consequence, but what the result is instead. */
  #explainAbsence(step: number, { after, owner, text }: Extract<Value, { kind: "absent" }>): never {
    const asked = this.#script.steps[step];
    const { register, path } = asked?.op === "give" ? asked.from : { register: step, path: [] };
    const call = [this.#script.labels[register], ...path.slice(0, after)].join(".");
    const key = path[after] ?? "";
    if (owner === "promise") return fail("check.gives-promise", { call });
    return fail(owner === "nothing" ? "check.gives-nothing" : "check.missing-key", { call, key, got: text });
  }

  #explain(step: number): never {
    const answer = this.#answers[step];
    const call = this.#script.labels[step] ?? "";
    switch (answer?.status) {
      case "skipped":
        return this.#explain(answer.because);
      case "missing": {
        const finding = call.includes(".")
          ? { code: "check.missing-method", values: { call, got: answer.text } }
          : this.#missingExport(step, answer);
        throw new CheckFailure({ outcome: "not-implemented", findings: [finding] });
      }
      case "threw": {
        const { name, message, stack } = answer.error;
        if (NOT_IMPLEMENTED.test(message) || NOT_IMPLEMENTED.test(name)) {
          const findings = [{ code: "check.not-implemented", values: { call } }];
          throw new CheckFailure({ outcome: "not-implemented", findings });
        }
        const findings = [{ code: "check.threw", values: { call, name, message } }];
        throw new CheckFailure({ outcome: "threw", findings, stack: this.#mapStack(stack) });
      }
      case "done":
      case "value":
      case undefined:
        throw new Error(`step ${step} (${call}) was asked for a value that it never had`);
    }
  }

  #missingExport(step: number, { name, text }: { name: string; text: string }): Finding {
    if (this.#exports.includes(name)) {
      const expected = this.#script.steps[step]?.op === "construct" ? "class" : "function";
      return { code: "check.wrong-kind", values: { what: name, expected, got: text } };
    }
    return this.#exports.length === 0
      ? { code: "check.no-exports", values: { name } }
      : { code: "check.missing-export", values: { name, exports: this.#exports.join(", ") } };
  }
}
