import type { Tone } from "./tone.js";

/** The sign for a tone where only letters can be had. */
export const SIGN: Readonly<Record<Tone, string>> = { passed: "✓", failed: "✗", waiting: "○", fault: "!" };
