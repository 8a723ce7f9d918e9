import { DEPTH, FRAME_BYTES, LIST_ITEMS, OBJECT_ENTRIES, TEXT_LENGTH, VALUE_NODES } from "../wire/limits.js";
import type { Value } from "../wire/message.js";
import { observeTensor } from "./observe-tensor.js";
import { isArray, isClass, keysOf, text, typedArrayName } from "./primordials.js";
import { capped, classNameOf } from "./thrown.js";

/** How much more may travel in one reply. */
export interface Allowance {
  elements: number;
  /** UTF-16 code units. */
  text: number;
}

/** What one reply may carry. */
export function fullAllowance(): Allowance {
  return { elements: FRAME_BYTES / 8 - 100_000, text: 2_000_000 };
}

/**
 * A submission's value as the grader will see it, copied at once: what happens to it later does not show.
 * Throws what the value's own getters and traps throw.
 */
export function observe(value: unknown, allowance: Allowance): Value {
  return look(value, 0, { allowance, nodes: VALUE_NODES });
}

interface Looking {
  readonly allowance: Allowance;
  nodes: number;
}

function look(value: unknown, depth: number, looking: Looking): Value {
  if (looking.nodes-- <= 0) return { kind: "too-large", text: `${VALUE_NODES}+` };
  switch (typeof value) {
    case "number":
      return { kind: "number", number: value };
    case "string":
      return { kind: "string", text: spent(value, looking.allowance) };
    case "boolean":
      return { kind: "boolean", boolean: value };
    case "undefined":
      return { kind: "undefined" };
    case "bigint":
      return { kind: "bigint", text: bigintText(value) };
    case "symbol":
      return { kind: "symbol", text: spent(text(value), looking.allowance) };
    case "function":
      return { kind: "function", text: functionText(value, looking.allowance) };
    case "object":
      return value === null ? { kind: "null" } : lookInside(value, depth, looking);
  }
}

function lookInside(value: object, depth: number, looking: Looking): Value {
  if (depth >= DEPTH) return { kind: "too-deep", text: `${DEPTH}` };
  if (isArray(value) || typedArrayName(value) !== undefined) {
    return observeTensor(value, looking.allowance) ?? lookAtList(value as ArrayLike<unknown>, depth, looking);
  }
  if (isPromise(value)) {
    return { kind: "promise", text: spent(classNameOf(value), looking.allowance) };
  }
  const keys = keysOf(value);
  if (keys.length > OBJECT_ENTRIES) return { kind: "too-large", text: `${keys.length}` };
  const entries = new Map<string, Value>();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key.length > TEXT_LENGTH) return { kind: "too-large", text: `${key.length}` };
    entries.set(
      spent(key, looking.allowance),
      look((value as Record<string, unknown>)[key], depth + 1, looking),
    );
  }
  return { kind: "object", className: classNameOf(value), entries };
}

/** Whether the thing is waited for; asks it, so it throws what its getter throws. */
export function isPromise(value: object): boolean {
  return typeof (value as { then?: unknown }).then === "function";
}

function lookAtList(array: ArrayLike<unknown>, depth: number, looking: Looking): Value {
  const length = array.length;
  const items: Value[] = [];
  for (let i = 0; i < length && i < LIST_ITEMS; i++) items.push(look(array[i], depth + 1, looking));
  return { kind: "list", length, items };
}

/** The text as far as the wire and the reply have room for it. */
export function spent(long: string, allowance: Allowance): string {
  const short = capped(long).slice(0, Math.max(0, allowance.text));
  allowance.text -= short.length;
  return short;
}

/** Writing out a bigint takes time that grows with the square of its length. */
function bigintText(value: bigint): string {
  return BigInt.asIntN(256, value) === value ? text(value) : "…";
}

function functionText(value: object, allowance: Allowance): string {
  const name = (value as { name?: unknown }).name;
  const kind = isClass(value) ? "class" : "function";
  return spent(typeof name === "string" ? `${kind} ${name}` : kind, allowance);
}
