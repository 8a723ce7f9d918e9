import { list, natural, text } from "./fields.js";
import { DEPTH } from "./limits.js";
import type { Reference } from "./message.js";
import { ProtocolError } from "./protocol-error.js";

/** A reference in JSON: the register, then the path. */
export type ReferenceJson = readonly [number, ...string[]];

/** The reference as JSON. */
export function encodeReference(reference: Reference): ReferenceJson {
  return [reference.register, ...reference.path];
}

/**
 * The reference that {@link encodeReference} wrote, with at most 16 names in its path.
 *
 * @throws ProtocolError when it is none.
 */
export function decodeReference(json: unknown): Reference {
  const [register, ...path] = list(json, DEPTH + 1);
  if (register === undefined) throw new ProtocolError("a reference to nothing");
  return { register: natural(register), path: path.map((name) => text(name)) };
}
