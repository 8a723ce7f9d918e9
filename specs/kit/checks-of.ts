import type { CheckBody } from "./context.js";
import type { CheckOptions, DeclaredPart } from "./declared-part.js";
import { registerAlone } from "./register.js";

/** Declares a check: its name within the part, how it counts, and its body. */
export type DeclareCheck = (name: string, options: CheckOptions, body: CheckBody) => void;

/** What to do with a part that a spec file declares. */
let declare: (part: DeclaredPart) => void = registerAlone;

/** The parts that spec files declare while they are read; they are not registered with vitest. */
export async function partsDeclaredBy(read: () => Promise<void>): Promise<DeclaredPart[]> {
  const parts: DeclaredPart[] = [];
  declare = (part) => void parts.push(part);
  try {
    await read();
  } finally {
    declare = registerAlone;
  }
  return parts;
}

/**
 * The function that declares the checks of one part. A check is an ordinary vitest test named `<part>.<name>` with its
 * title; its outcome travels in the test's `meta`.
 *
 * @example
 * const check = checksOf("forward");
 * check("golden", { points: 6, kind: "golden" }, async (context) => { ... });
 */
export function checksOf(id: string): DeclareCheck {
  const part: DeclaredPart = { id, checks: [] };
  declare(part);
  return (name, options, body) => void part.checks.push({ name, options, body });
}
