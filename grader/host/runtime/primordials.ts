/**
 * What the runtime needs of the platform, taken before a submission can replace it. That keeps an honest
 * submission that patches a prototype from tripping the runtime; it is no defence, for the two share a process.
 */
/* oxlint-disable typescript/unbound-method -- taken off their objects on purpose, and called with a receiver */
import { readSync, writeSync } from "node:fs";
import vm from "node:vm";

export const read: typeof readSync = readSync;
export const write: typeof writeSync = writeSync;
export const compileFunction: typeof vm.compileFunction = vm.compileFunction;
export const turnOfTheLoop: typeof setImmediate = setImmediate;
export const NativePromise: PromiseConstructor = Promise;
export const apply: typeof Reflect.apply = Reflect.apply;
export const construct: typeof Reflect.construct = Reflect.construct;
export const isArray: (value: unknown) => value is unknown[] = Array.isArray;
export const isView: typeof ArrayBuffer.isView = ArrayBuffer.isView;
export const fround: typeof Math.fround = Math.fround;
export const isInteger: typeof Number.isInteger = Number.isInteger;
export const keysOf: (object: object) => string[] = Object.keys;
export const hasOwn: (object: object, key: PropertyKey) => boolean = Object.hasOwn;
export const text: StringConstructor = String;

const sourceOf = Function.prototype.toString;
const isFloat32 = Float32Array;
const tagOfTypedArray = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
)?.get;

/** The name of a typed array's class, whatever it pretends to be; `undefined` for everything else. */
export function typedArrayName(value: unknown): string | undefined {
  if (tagOfTypedArray === undefined || !isView(value)) return undefined;
  return apply(tagOfTypedArray, value, []) as string | undefined;
}

/** Whether the value is a `Float32Array`. */
export function isFloat32Array(value: unknown): value is Float32Array {
  return value instanceof isFloat32;
}

/** Whether a function was written as a class. */
export function isClass(value: unknown): boolean {
  if (typeof value !== "function") return false;
  const source: unknown = apply(sourceOf, value, []);
  return typeof source === "string" && source.slice(0, 5) === "class";
}

/** Ends the process at once, without handlers that a submission may have put up. */
export const leave: (code: number) => never = (
  process as unknown as { reallyExit(code: number): never }
).reallyExit.bind(process);
