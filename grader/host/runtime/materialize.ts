import type { Argument, Reference, WireTensor } from "../wire/message.js";

/** Turns an argument into what a submission is handed: plain nested arrays, fresh each time. */
export function materialize(argument: Argument, follow: (reference: Reference) => unknown): unknown {
  if (typeof argument !== "object" || argument === null) return argument;
  if ("reference" in argument) return follow(argument.reference);
  if ("list" in argument) return argument.list.map((item) => materialize(item, follow));
  if ("object" in argument) {
    const object: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(argument.object)) {
      const property = { value: materialize(value, follow), ...PLAIN };
      Object.defineProperty(object, key, property);
    }
    return object;
  }
  return nested(argument, 0, 0);
}

/** The references in an argument, however deep. */
export function referencesIn(argument: Argument, found: Reference[] = []): Reference[] {
  if (typeof argument !== "object" || argument === null) return found;
  if ("reference" in argument) found.push(argument.reference);
  else if ("list" in argument) for (const item of argument.list) referencesIn(item, found);
  else if ("object" in argument) for (const item of Object.values(argument.object)) referencesIn(item, found);
  return found;
}

const PLAIN = { writable: true, enumerable: true, configurable: true } as const;

/** The part of a tensor below the first `axis` axes, from the element `start` on; a number at the end. */
function nested(tensor: WireTensor, axis: number, start: number): unknown {
  const length = tensor.shape[axis];
  if (length === undefined) return tensor.data[start];
  const rows: unknown[] = [];
  let stride = 1;
  for (let later = axis + 1; later < tensor.shape.length; later++) stride *= tensor.shape[later] ?? 1;
  if (axis === tensor.shape.length - 1) {
    for (let i = 0; i < length; i++) rows.push(tensor.data[start + i]);
  } else {
    for (let i = 0; i < length; i++) rows.push(nested(tensor, axis + 1, start + i * stride));
  }
  return rows;
}
