import type { Argument, Reference, Step, WireTensor } from "../../grader/host/wire/message.js";

/** Something that stays in the host: the result of an earlier step, or a part of it. */
export class Handle {
  readonly reference: Reference;

  constructor(register: number, path: readonly string[] = []) {
    this.reference = { register, path };
  }

  /** The property of it that `path` leads to, which stays in the host as well. */
  at(...path: string[]): Handle {
    return new Handle(this.reference.register, [...this.reference.path, ...path]);
  }
}

/** What a spec may hand to a submission: tensors arrive as nested arrays, plain objects as plain objects. */
export type Given =
  | Handle
  | WireTensor
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly Given[]
  | { readonly [key: string]: Given };

/** A value that a script will bring back. */
export interface Wanted {
  readonly step: number;
}

function isTensor(value: object): value is WireTensor {
  return "shape" in value && "data" in value && value.data instanceof Float64Array;
}

function isList(value: object): value is readonly Given[] {
  return Array.isArray(value);
}

function toArgument(value: Given): Argument {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Handle) return { reference: value.reference };
  if (isTensor(value)) return value;
  if (isList(value)) return { list: value.map(toArgument) };
  const entries = Object.entries(value).map(([key, item]) => [key, toArgument(item)] as const);
  return { object: Object.fromEntries(entries) };
}

/**
 * Calls to a submission, gathered so that all of them travel in one frame. Nothing happens until
 * {@link CheckContext.run} sends it; what a call gives stays in the host unless it is wanted back.
 */
export class Script {
  readonly steps: Step[] = [];
  /** For each step, how a person would write the call. */
  readonly labels: string[] = [];

  #add(step: Step, label: string): Handle {
    this.steps.push(step);
    this.labels.push(label);
    return new Handle(this.steps.length - 1);
  }

  #labelOf(handle: Handle): string {
    return this.labels[handle.reference.register] ?? "";
  }

  /** `new name(...args)` with a class that the submission exports. */
  construct(name: string, ...args: Given[]): Handle {
    return this.#add({ op: "construct", name, args: args.map(toArgument) }, name);
  }

  /** `name(...args)` with a function that the submission exports. */
  apply(name: string, ...args: Given[]): Handle {
    return this.#add({ op: "apply", name, args: args.map(toArgument) }, name);
  }

  /** `on.method(...args)` */
  call(on: Handle, method: string, ...args: Given[]): Handle {
    const owner = this.#labelOf(on).split(".")[0] ?? "";
    const step: Step = { op: "call", on: on.reference, method, args: args.map(toArgument) };
    return this.#add(step, `${owner}.${method}`);
  }

  /** `on.key = value` */
  set(on: Handle, key: string, value: Given): void {
    const label = `${this.#labelOf(on)}.${key}`;
    this.#add({ op: "set", on: on.reference, key, value: toArgument(value) }, label);
  }

  /** Builds the value in the host once, to hand it to several calls and to look at it again afterwards. */
  hold(value: Given): Handle {
    return this.#add({ op: "hold", value: toArgument(value) }, "");
  }

  /** Asks for a value, or the part of it that `path` leads to, as it is at this point of the script. */
  want(handle: Handle, ...path: string[]): Wanted {
    const from = handle.at(...path).reference;
    const label = [this.#labelOf(handle), ...path].join(".");
    const step = this.#add({ op: "give", from }, label);
    return { step: step.reference.register };
  }

  /** Seeds the submission's `Math.random` anew. */
  seed(seed: number): void {
    this.#add({ op: "seed", seed }, "");
  }
}
