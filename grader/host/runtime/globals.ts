/**
 * Whether a submission has changed what every module shares: the global object, the built-in objects on it, and their
 * prototypes. A host whose globals were changed is not used for the next check, so that no check can see what another
 * did. It is no defence against somebody who hides a change deeper.
 */
const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const { is } = Object;
/** What only a literal or an instance leads to. */
const HIDDEN = [
  getPrototypeOf(Uint8Array),
  getPrototypeOf(Uint8Array.prototype),
  getPrototypeOf([][Symbol.iterator]()),
  getPrototypeOf(getPrototypeOf([][Symbol.iterator]()) ?? {}),
  getPrototypeOf(function* () {}),
  getPrototypeOf(async function () {}),
];

interface Snapshot {
  readonly object: object;
  readonly keys: readonly PropertyKey[];
  /** A value, or the getter of an accessor, which is not called. */
  readonly held: readonly unknown[];
  /** Which of them are plain values: those are read at once, for asking for descriptors takes twice as long. */
  readonly plain: readonly boolean[];
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function heldBy(object: object, key: PropertyKey): unknown {
  const descriptor = getOwnPropertyDescriptor(object, key);
  return descriptor?.get ?? descriptor?.value;
}

function snapshotOf(object: object): Snapshot {
  const keys = ownKeys(object);
  const held = keys.map((key) => heldBy(object, key));
  const plain = keys.map((key) => getOwnPropertyDescriptor(object, key)?.get === undefined);
  return { object, keys, held, plain };
}

function sharedObjects(): Set<object> {
  const shared = new Set<object>([globalThis, ...HIDDEN.filter(isObject)]);
  for (const key of ownKeys(globalThis)) {
    const value = heldBy(globalThis, key);
    if (!isObject(value)) continue;
    shared.add(value);
    const prototype = heldBy(value, "prototype");
    if (isObject(prototype)) shared.add(prototype);
  }
  return shared;
}

const snapshots: Snapshot[] = [];

/** Remembers the globals as they are now. */
export function rememberGlobals(): void {
  for (const object of sharedObjects()) snapshots.push(snapshotOf(object));
}

function isUntouched({ object, keys, held, plain }: Snapshot): boolean {
  const now = ownKeys(object);
  if (now.length !== keys.length) return false;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const found = plain[i] === true ? (object as Record<PropertyKey, unknown>)[key] : heldBy(object, key);
    if (now[i] !== key || !is(found, held[i])) return false;
  }
  return true;
}

/** Whether they still are as they were remembered. */
export function globalsAreUntouched(): boolean {
  for (let i = 0; i < snapshots.length; i++) {
    if (!isUntouched(snapshots[i]!)) return false;
  }
  return true;
}
