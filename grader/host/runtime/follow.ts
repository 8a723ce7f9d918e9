import type { Namespace } from "./exports.js";

/** Where names of properties lead. */
export type Followed =
  | { readonly found: true; readonly value: unknown }
  /** There is no property of the name `path[after]`: the `owner`, where the names before it led, has none. */
  | { readonly found: false; readonly owner: unknown; readonly after: number };

/**
 * Follows names of properties, each read once, for a getter is the submission's code. A property that is there and
 * undefined is found; of nothing, there are no properties.
 */
export function follow(start: unknown, path: readonly string[]): Followed {
  let value = start;
  for (let after = 0; after < path.length; after++) {
    const [owner, name] = [value, path[after]!];
    if (owner === undefined || owner === null) return { found: false, owner, after };
    value = (owner as Namespace)[name];
    if (value === undefined && !has(owner, name)) return { found: false, owner, after };
  }
  return { found: true, value };
}

function has(owner: unknown, name: string): boolean {
  return (typeof owner === "object" || typeof owner === "function") && name in (owner as object);
}
