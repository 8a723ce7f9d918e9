import { RANK, TENSOR_ELEMENTS } from "../wire/limits.js";
import type { Value } from "../wire/message.js";
import { fround, isArray, isFloat32Array, isInteger, typedArrayName } from "./primordials.js";

/** A row of numbers of a submission, plain or typed. */
type Row = ArrayLike<unknown>;

const FLOAT32_SIZE = 4;

/**
 * An array as a tensor where it is one: nested plain arrays, rectangular, numbers and nothing else at the leaves,
 * the innermost rows plain or typed. `undefined` where it is none; `too-large` before anything is allocated.
 */
export function observeTensor(array: object, allowance: { elements: number }): Value | undefined {
  const shape = shapeAlongTheEdge(array);
  if (shape === undefined) return undefined;
  let size = 1;
  let walk = 1;
  for (const length of shape) {
    size *= length;
    walk *= Math.max(1, length);
  }
  if (walk > TENSOR_ELEMENTS || size > allowance.elements)
    return { kind: "too-large", text: shape.join("×") };
  const filling: Filling = { shape, data: new Float64Array(size), position: 0, float32: false };
  if (!fill(array as Row, 0, filling)) return undefined;
  allowance.elements -= size;
  const float32 = filling.float32 || looksFloat32(filling.data);
  return { kind: "tensor", tensor: { shape, data: filling.data }, float32 };
}

interface Filling {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  position: number;
  float32: boolean;
}

/** Whether a value is an array of any sort that numbers may lie in. */
function isRow(value: unknown): value is Row {
  const name = typedArrayName(value);
  return isArray(value) || (name !== undefined && !name.startsWith("Big"));
}

/** The lengths met on the way down the first items; `undefined` where that leads to no number or too deep. */
function shapeAlongTheEdge(array: object): number[] | undefined {
  const shape: number[] = [];
  let inner: unknown = array;
  while (isRow(inner)) {
    if (shape.length === RANK) return undefined;
    const length: number = inner.length;
    shape.push(length);
    if (length === 0) return shape;
    inner = inner[0];
  }
  return typeof inner === "number" || shape[0]! > TENSOR_ELEMENTS ? shape : undefined;
}

/** Copies the numbers below one array; false as soon as it turns out to be no tensor. */
function fill(row: Row, axis: number, filling: Filling): boolean {
  const length = row.length;
  if (length !== filling.shape[axis]) return false;
  if (axis < filling.shape.length - 1) {
    if (!isArray(row)) return false;
    for (let i = 0; i < length; i++) {
      const inner: unknown = row[i];
      if (!isRow(inner) || !fill(inner, axis + 1, filling)) return false;
    }
    return true;
  }
  if (isFloat32Array(row)) filling.float32 = true;
  const { data } = filling;
  for (let i = 0; i < length; i++) {
    const number = row[i];
    if (typeof number !== "number") return false;
    data[filling.position++] = number;
  }
  return true;
}

/** Whether every number fits in 24 bits of mantissa and not all are whole: no accident in float64 work. */
function looksFloat32(data: Float64Array): boolean {
  if (data.length < FLOAT32_SIZE) return false;
  let fraction = false;
  for (let i = 0; i < data.length; i++) {
    const number = data[i]!;
    if (Number.isNaN(number)) continue;
    if (fround(number) !== number) return false;
    if (!fraction && !isInteger(number)) fraction = Number.isFinite(number);
  }
  return fraction;
}
