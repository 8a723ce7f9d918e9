import type { AbsentOwner, Value } from "../wire/message.js";
import { kindOf } from "./exports.js";
import type { Followed } from "./follow.js";
import { type Allowance, isPromise, spent } from "./observe.js";
import { isArray, keysOf, typedArrayName } from "./primordials.js";

/** So many names of an owner's properties tell what it is. */
const SHOWN = 8;

/**
 * A property that is not there, as the grader will see it: with what its owner is instead. Throws what the owner's own
 * getters and traps throw.
 */
export function observeAbsence(
  { owner, after }: Extract<Followed, { found: false }>,
  allowance: Allowance,
): Value {
  const told = ownerOf(owner);
  return { kind: "absent", after, owner: told.owner, text: spent(told.text, allowance) };
}

function ownerOf(value: unknown): { owner: AbsentOwner; text: string } {
  if (value === undefined || value === null) return { owner: "nothing", text: kindOf(value) };
  if (typeof value !== "object" || isArray(value) || typedArrayName(value) !== undefined) {
    return { owner: "thing", text: kindOf(value) };
  }
  if (isPromise(value)) return { owner: "promise", text: "Promise" };
  const keys = keysOf(value);
  const shown = keys.slice(0, SHOWN).join(", ");
  return { owner: "thing", text: keys.length > SHOWN ? `{ ${shown}, … }` : `{ ${shown} }` };
}
