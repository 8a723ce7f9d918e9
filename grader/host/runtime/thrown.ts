import { TEXT_LENGTH } from "../wire/limits.js";
import type { WireError } from "../wire/message.js";
import { isArray, text } from "./primordials.js";

const OWN_FILE = process.argv[1] ?? "";

/** The text, cut to what the wire carries. */
export function capped(long: string): string {
  return long.length <= TEXT_LENGTH ? long : `${long.slice(0, TEXT_LENGTH - 1)}…`;
}

/**
 * What was thrown, as text. Anything can be thrown, and asking it for its name may throw again.
 */
export function describeThrown(thrown: unknown): WireError {
  if (typeof thrown !== "object" && typeof thrown !== "function") {
    return { name: typeof thrown, message: capped(guarded(() => text(thrown))), stack: "" };
  }
  if (thrown === null) return { name: "null", message: "null", stack: "" };
  const own = thrown as { name?: unknown; message?: unknown; stack?: unknown };
  const name = guarded(() => own.name) || classNameOf(thrown);
  const message = guarded(() => own.message) || (isArray(thrown) ? "" : guarded(() => text(thrown)));
  const stack = framesOf(
    guarded(() => own.stack),
    message === "" ? name : `${name}: ${message}`,
  );
  return { name: capped(name), message: capped(message), stack: capped(stack) };
}

/** The name of the class that a value says it is of; empty where it has none. */
export function classNameOf(value: object): string {
  return capped(guarded(() => (value as { constructor?: { name?: unknown } }).constructor?.name));
}

/** The submission's frames alone: a long message above them, or ours below, would push them over the edge. */
function framesOf(stack: string, header: string): string {
  const start = stack.indexOf("\n    at ", stack.startsWith(header) ? header.length : 0);
  if (start < 0) return "";
  const lines = stack.slice(start + 1).split("\n");
  return lines.filter((line) => !line.includes(OWN_FILE) && !line.includes("(node:")).join("\n");
}

function guarded(ask: () => unknown): string {
  try {
    const answer = ask();
    return typeof answer === "string" ? answer : "";
  } catch {
    return "";
  }
}
