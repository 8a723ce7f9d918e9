/**
 * What the grader and the host say to each other, before it is turned into bytes (WIRE.md).
 * The grader sends scripts; the host answers with values. No message carries a verdict.
 */

/** A tensor as it crosses the pipe: `data` holds `shape`'s product of float64 numbers, row-major. */
export interface WireTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** The name of something that stays in the host: the result of an earlier step, or a part of it. */
export interface Reference {
  readonly register: number;
  /** Property names followed from there; empty for the thing itself. */
  readonly path: readonly string[];
}

/** What the grader can hand to the host. A tensor arrives there as plain nested arrays, `undefined` as `undefined`. */
export type Argument =
  | number
  | string
  | boolean
  | null
  | undefined
  | WireTensor
  | { readonly reference: Reference }
  | { readonly object: Readonly<Record<string, Argument>> }
  | { readonly list: readonly Argument[] };

/**
 * One thing to do in the host. Step `i` of a script leaves its result in register `i`. A step whose
 * references lead to a failed step is skipped; the others go on, so every step has an answer of its own.
 */
export type Step =
  /** `new module[name](...args)` */
  | { readonly op: "construct"; readonly name: string; readonly args: readonly Argument[] }
  /** `module[name](...args)` */
  | { readonly op: "apply"; readonly name: string; readonly args: readonly Argument[] }
  /** `on[method](...args)` */
  | {
      readonly op: "call";
      readonly on: Reference;
      readonly method: string;
      readonly args: readonly Argument[];
    }
  /** `on[key] = value`; where it throws, `on` counts as failed from there. */
  | { readonly op: "set"; readonly on: Reference; readonly key: string; readonly value: Argument }
  /** Puts an argument into a register, so that it can be handed to several calls and read again afterwards. */
  | { readonly op: "hold"; readonly value: Argument }
  /** Sends the value back. The only step with a value in its answer. */
  | { readonly op: "give"; readonly from: Reference }
  /** Seeds `Math.random`. */
  | { readonly op: "seed"; readonly seed: number };

/** What a student's value looks like from outside; built by the decoder from checked bytes, never a student's object. */
export type Value =
  | { readonly kind: "tensor"; readonly tensor: WireTensor; readonly float32: boolean }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "boolean"; readonly boolean: boolean }
  | { readonly kind: "undefined" }
  | { readonly kind: "null" }
  /**
   * A property that is not there, given only at the end of a path: the first `after` names of the path lead to an owner
   * that lacks the next. `text` shows the owner.
   */
  | {
      readonly kind: "absent";
      readonly after: number;
      readonly owner: AbsentOwner;
      readonly text: string;
    }
  /** An array that is no tensor: ragged, or with items that are not numbers. At most 64 items are shown. */
  | { readonly kind: "list"; readonly length: number; readonly items: readonly Value[] }
  /** Own and inherited getters' names of `entries` are the student's; a Map has no prototype to pollute. */
  | { readonly kind: "object"; readonly className: string; readonly entries: ReadonlyMap<string, Value> }
  | {
      readonly kind: "function" | "promise" | "bigint" | "symbol" | "too-large" | "too-deep";
      readonly text: string;
    };

/** Of what kind the owner of an absent property is: `undefined` or `null`, a promise, or anything else. */
export type AbsentOwner = (typeof ABSENT_OWNERS)[number];
export const ABSENT_OWNERS = ["nothing", "promise", "thing"] as const;

/** Something the student's code threw, as text. Capped at 2 KiB each; `stack` in the bundle's coordinates. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** What became of one step. */
export type StepAnswer =
  | { readonly status: "done" }
  | { readonly status: "value"; readonly value: Value }
  | { readonly status: "threw"; readonly error: WireError }
  /** The export or method is not there; `text` says what is, such as `undefined`. */
  | { readonly status: "missing"; readonly name: string; readonly text: string }
  /** It was not tried because step `because` failed. */
  | { readonly status: "skipped"; readonly because: number };

/** What code is: a module, or the body of a strict function that returns an object with the exports of a module. */
export type CodeForm = (typeof CODE_FORMS)[number];
export const CODE_FORMS = ["module", "function"] as const;

/** From the grader. `id` is random, and one request is outstanding at most. */
export type Request =
  | {
      readonly type: "load";
      readonly id: string;
      readonly module: string;
      readonly form: CodeForm;
      readonly code: string;
      readonly seed: number;
    }
  | {
      readonly type: "run";
      readonly id: string;
      readonly module: string;
      readonly steps: readonly Step[];
      /** Whether the host is to say what it calls, so that each call is timed, and one that does not come back is named. */
      readonly telling: boolean;
    };

/** From the host. */
export type Reply =
  /** Once, before anything is asked. */
  | { readonly type: "ready" }
  /** While a script runs: step `step` is about to call something. */
  | { readonly type: "step"; readonly id: string; readonly step: number }
  | ({
      readonly type: "loaded";
      readonly id: string;
      readonly exports: readonly ExportEntry[];
    } & Ended)
  /** The module threw while it was loaded. */
  | ({ readonly type: "load-failed"; readonly id: string; readonly error: WireError } & Ended)
  | ({ readonly type: "answers"; readonly id: string; readonly answers: readonly StepAnswer[] } & Ended);

/** What every reply that ends a call tells. */
export interface Ended {
  /** What the code printed meanwhile. */
  readonly output: string;
  /** Whether what all modules share, such as the global object, is as it was before any code was loaded. */
  readonly untouched: boolean;
}

/** One name that a module exports. */
export interface ExportEntry {
  readonly name: string;
  /** `typeof`, or `class` for a class. */
  readonly kind: string;
}
