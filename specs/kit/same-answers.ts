import type { StepAnswer, Value, WireTensor } from "../../grader/host/wire/message.js";

/** How far two answers may be apart and still be the same. */
interface Closeness {
  /** Relative to the tensor: less than any two mistakes differ by, more than reordered sums do. */
  readonly relative: number;
  /** Relative to all that a script gives: what cancels to nothing is rounding, which nobody shares. */
  readonly noise: number;
}

const FLOAT64: Closeness = { relative: 1e-9, noise: 1e-14 };
const FLOAT32: Closeness = { relative: 1e-5, noise: 1e-6 };

function largestOf({ data }: WireTensor): number {
  // An infinite scale would forgive everything, and one of NaN nothing.
  return data.filter(Number.isFinite).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** The largest finite entry of all tensors in a value. */
function largestIn(value: Value): number {
  if (value.kind === "tensor") return largestOf(value.tensor);
  const parts =
    value.kind === "object" ? [...value.entries.values()] : value.kind === "list" ? value.items : [];
  return parts.reduce((largest, part) => Math.max(largest, largestIn(part)), 0);
}

function sameTensor(a: WireTensor, b: WireTensor, { relative, noise }: Closeness, largest: number): boolean {
  const allowed = relative * largestOf(a) + noise * largest;
  return (
    a.shape.join() === b.shape.join() &&
    a.data.every(
      (value, i) => Object.is(value, b.data[i]) || Math.abs(value - (b.data[i] ?? Number.NaN)) <= allowed,
    )
  );
}

function scalar(number: number): WireTensor {
  return { shape: [], data: Float64Array.of(number) };
}

/** @param largest of all that the script gave */
function sameValue(a: Value, b: Value, largest: number): boolean {
  if (a.kind === "tensor" && b.kind === "tensor") {
    return sameTensor(a.tensor, b.tensor, a.float32 ? FLOAT32 : FLOAT64, largest);
  }
  if (a.kind === "number" && b.kind === "number") {
    const [one, other] = [scalar(a.number), scalar(b.number)];
    return sameTensor(one, other, Math.fround(a.number) === a.number ? FLOAT32 : FLOAT64, 0);
  }
  if (a.kind === "object" && b.kind === "object") {
    return [...a.entries].every(([key, item]) => {
      const other = b.entries.get(key);
      return other !== undefined && sameValue(item, other, largest);
    });
  }
  if (a.kind === "list" && b.kind === "list") {
    const others = b.items;
    return (
      a.length === b.length &&
      a.items.every((item, i) => {
        const other = others[i];
        return other !== undefined && sameValue(item, other, largest);
      })
    );
  }
  if (a.kind === "boolean" && b.kind === "boolean") return a.boolean === b.boolean;
  return a.kind === b.kind;
}

/**
 * Whether two submissions answered a script alike: the same numbers up to rounding, and faults in the same places.
 *
 * @param a those of the submission that is graded, which says where it worked in float32
 * @param b those of a submission that is known
 * @param count how many of them to compare, from the first; all unless given
 */
export function sameAnswers(
  a: readonly StepAnswer[],
  b: readonly StepAnswer[],
  count: number = a.length,
): boolean {
  const largest = a.reduce(
    (most, answer) => (answer.status === "value" ? Math.max(most, largestIn(answer.value)) : most),
    0,
  );
  return a.slice(0, count).every((answer, i) => {
    const other = b[i];
    if (answer.status === "value" && other?.status === "value") {
      return sameValue(answer.value, other.value, largest);
    }
    return answer.status === other?.status;
  });
}
