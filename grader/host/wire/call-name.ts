import type { Step } from "./message.js";

/** What a person calls the thing that a step calls; `undefined` for steps that call nothing. */
export function callName(step: Step): string | undefined {
  if (step.op === "construct") return `new ${step.name}`;
  if (step.op === "apply") return step.name;
  return step.op === "call" ? step.method : undefined;
}
