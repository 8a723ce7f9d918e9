import { EXPORTS } from "../wire/limits.js";
import type { ExportEntry } from "../wire/message.js";
import { hasOwn, isClass, keysOf } from "./primordials.js";
import { capped } from "./thrown.js";

/** What `import()` gave. */
export type Namespace = Readonly<Record<string, unknown>>;

/** The names that a module exports, with what each is. */
export function listExports(namespace: Namespace): ExportEntry[] {
  const names = keysOf(namespace).slice(0, EXPORTS);
  return names.map((name) => ({ name: capped(name), kind: kindOf(namespace[name]) }));
}

/**
 * What a module means by a name: its export of that name; else its default export, where that is the class or
 * function of that name, the only one there is, or an object that has it. `undefined` where there is none.
 */
export function findExport(namespace: Namespace, name: string, wanted: "class" | "function"): unknown {
  if (hasOwn(namespace, name) && namespace[name] !== undefined) return namespace[name];
  const fallback = namespace["default"];
  if (typeof fallback === "function") {
    const isCandidate = (value: unknown): boolean =>
      typeof value === "function" && isClass(value) === (wanted === "class");
    const others = keysOf(namespace).filter(
      (key) => isCandidate(namespace[key]) && namespace[key] !== fallback,
    );
    return fallback.name === name || (isCandidate(fallback) && others.length === 0) ? fallback : undefined;
  }
  if (typeof fallback !== "object" || fallback === null) return undefined;
  return hasOwn(fallback, name) ? (fallback as Namespace)[name] : undefined;
}

/** What a value is, in one word. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return isClass(value) ? "class" : typeof value;
}
