import type { StepAnswer, Value } from "../../grader/host/wire/message.js";

/** Answers are the same where they differ by less than any two mistakes do, and by more than reordered sums. */
const SAME = 1e-9;

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  // An infinite scale would forgive everything, and one of NaN nothing.
  const scale = a.filter(Number.isFinite).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return (
    a.length === b.length &&
    a.every((value, i) => Object.is(value, b[i]) || Math.abs(value - (b[i] ?? Number.NaN)) <= SAME * scale)
  );
}

function sameValue(a: Value, b: Value): boolean {
  if (a.kind === "tensor" && b.kind === "tensor") {
    return a.tensor.shape.join() === b.tensor.shape.join() && sameNumbers(a.tensor.data, b.tensor.data);
  }
  if (a.kind === "number" && b.kind === "number") {
    return sameNumbers(Float64Array.of(a.number), Float64Array.of(b.number));
  }
  if (a.kind === "object" && b.kind === "object") {
    return [...a.entries].every(([key, item]) => {
      const other = b.entries.get(key);
      return other !== undefined && sameValue(item, other);
    });
  }
  if (a.kind === "list" && b.kind === "list") {
    const others = b.items;
    return (
      a.length === b.length &&
      a.items.every((item, i) => {
        const other = others[i];
        return other !== undefined && sameValue(item, other);
      })
    );
  }
  if (a.kind === "boolean" && b.kind === "boolean") return a.boolean === b.boolean;
  return a.kind === b.kind;
}

/** Whether two submissions answered a script alike: the same numbers up to rounding, and faults in the same places. */
export function sameAnswers(a: readonly StepAnswer[], b: readonly StepAnswer[]): boolean {
  return a.every((answer, i) => {
    const other = b[i];
    if (answer.status === "value" && other?.status === "value") return sameValue(answer.value, other.value);
    return answer.status === other?.status;
  });
}
