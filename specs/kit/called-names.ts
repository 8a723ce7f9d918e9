import type { Argument, Reference, Step } from "../../grader/host/wire/message.js";
import type { Script } from "./script.js";

function* namesInArgument(argument: Argument): Generator<string> {
  if (typeof argument !== "object" || argument === null || "shape" in argument) return;
  if ("reference" in argument) yield* argument.reference.path;
  else if ("list" in argument) for (const item of argument.list) yield* namesInArgument(item);
  else for (const item of Object.values(argument.object)) yield* namesInArgument(item);
}

function onOf(step: Step): readonly Reference[] {
  if (step.op === "call" || step.op === "set") return [step.on];
  return step.op === "give" ? [step.from] : [];
}

function* namesIn(step: Step): Generator<string> {
  for (const { path } of onOf(step)) yield* path;
  if (step.op === "construct" || step.op === "apply") yield step.name;
  if (step.op === "call") yield step.method;
  if (step.op === "set") yield step.key;
  if ("args" in step) for (const argument of step.args) yield* namesInArgument(argument);
  if ("value" in step) yield* namesInArgument(step.value);
}

/** Every name by which scripts reach into a submission: exports, methods, and properties, which may be accessors. */
export function calledNames(scripts: Iterable<Script>): string[] {
  const names = new Set<string>();
  for (const script of scripts) {
    for (const step of script.steps) for (const name of namesIn(step)) names.add(name);
  }
  return [...names];
}
