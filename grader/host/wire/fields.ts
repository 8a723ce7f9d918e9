import { TEXT_LENGTH } from "./limits.js";
import { ProtocolError } from "./protocol-error.js";

/** An object of the envelope whose keys were checked. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The envelope's object with exactly these keys, no more and no fewer.
 *
 * @throws ProtocolError when it is no object or its keys differ.
 */
export function fields(json: unknown, names: readonly string[]): Fields {
  const object = anyFields(json);
  const keys = Object.keys(object);
  if (keys.length !== names.length)
    throw new ProtocolError(`expected ${names.join()}; got ${keys.length} keys`);
  for (const name of names) {
    if (!Object.hasOwn(object, name)) throw new ProtocolError(`no field ${name}`);
  }
  return object;
}

/**
 * The envelope's object, whatever its keys are.
 *
 * @throws ProtocolError when it is a list, null or no object.
 */
export function anyFields(json: unknown): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new ProtocolError("not an object");
  return json as Fields;
}

/** @throws ProtocolError when it is no list, or one of more than `most` items. */
export function list(json: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(json)) throw new ProtocolError("not a list");
  if (json.length > most) throw new ProtocolError(`${json.length} items, ${most} allowed`);
  return json;
}

/** @throws ProtocolError when it is no string, or one of more than `most` UTF-16 code units. */
export function text(json: unknown, most: number = TEXT_LENGTH): string {
  if (typeof json !== "string") throw new ProtocolError("not a string");
  if (json.length > most) throw new ProtocolError(`a string of ${json.length}, ${most} allowed`);
  return json;
}

/** @throws ProtocolError when it is no whole number from 0 to 2⁵³ − 1. */
export function natural(json: unknown): number {
  if (!Number.isSafeInteger(json) || (json as number) < 0) throw new ProtocolError("not a natural number");
  return json as number;
}

/** @throws ProtocolError when it is neither `true` nor `false`. */
export function flag(json: unknown): boolean {
  if (typeof json !== "boolean") throw new ProtocolError("not a boolean");
  return json;
}

/** @throws ProtocolError when it is not 32 hexadecimal digits. */
export function requestId(json: unknown): string {
  const id = text(json, 32);
  if (!/^[0-9a-f]{32}$/.test(id)) throw new ProtocolError("not an id");
  return id;
}
