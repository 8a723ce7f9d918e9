import type { Value } from "../../grader/host/wire/message.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { sameShape } from "../../reference/tensor/shape.js";
import { indexOf, shapeText, sizesText, type Label } from "./axis.js";
import { CheckFailure, fail } from "./failure.js";
import { placeText } from "./number-text.js";

/** What a value is, in the notation of the language rather than in words, so that it fits every translation. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case "tensor":
      return `Array ${sizesText(value.tensor.shape)}`;
    case "number":
      return String(value.number);
    case "string":
      return JSON.stringify(value.text.slice(0, 40));
    case "boolean":
      return String(value.boolean);
    case "undefined":
    case "null":
      return value.kind;
    case "absent":
      return "undefined";
    case "list": {
      const shown = value.items.slice(0, 3).map(describeValue).join(", ");
      return value.length > 3 ? `[${shown}, …] (${value.length})` : `[${shown}]`;
    }
    case "object":
      return `{ ${[...value.entries.keys()].slice(0, 6).join(", ")} }`;
    case "function":
    case "promise":
    case "bigint":
    case "symbol":
    case "too-large":
    case "too-deep":
      return value.text === "" ? value.kind : value.text;
  }
}

/** The first place in a nested list that is no number, such as `[1][0]`, and what is there. */
function firstStranger(value: Value, place = ""): { where: string; got: string } | null {
  if (value.kind === "number" || value.kind === "tensor") return null;
  if (value.kind !== "list") return { where: place, got: describeValue(value) };
  for (const [index, item] of value.items.entries()) {
    const found = firstStranger(item, `${place}[${index}]`);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The value as a tensor of the label's shape.
 *
 * @throws CheckFailure that names the kind, the raggedness, the first stranger or the shape.
 */
export function tensorOf(value: Value, label: Label): Tensor {
  const expected = shapeText(label.axes);
  if (value.kind === "list") {
    const stranger = firstStranger(value);
    if (stranger !== null) fail("check.not-numbers", { what: label.what, ...stranger });
    fail("check.ragged", { what: label.what, expected, got: describeValue(value) });
  }
  if (value.kind !== "tensor") {
    return fail("check.wrong-kind", {
      what: label.what,
      expected: `Array ${expected}`,
      got: describeValue(value),
    });
  }
  const wanted = label.axes.map((axis) => axis.size);
  const { shape, data } = value.tensor;
  if (!sameShape(shape, wanted)) {
    const findings = [{ code: "check.shape", values: { what: label.what, expected, got: sizesText(shape) } }];
    if (shape.length > 1 && sameShape([...shape].toReversed(), wanted)) {
      findings.push({ code: "check.transposed", values: { what: "", expected: "", got: "" } });
    }
    throw new CheckFailure({ findings });
  }
  return Tensor.of(shape, data);
}

/**
 * The value as a tensor of the label's shape in which every number is finite.
 *
 * @throws CheckFailure as {@link tensorOf}, or that counts the numbers that are not finite.
 */
export function finiteTensorOf(value: Value, label: Label): Tensor {
  const tensor = tensorOf(value, label);
  const bad = tensor.data.findIndex((number) => !Number.isFinite(number));
  if (bad < 0) return tensor;
  const count = tensor.data.filter((number) => !Number.isFinite(number)).length;
  return fail("check.not-finite", {
    what: label.what,
    count,
    total: tensor.data.length,
    got: String(tensor.data[bad]),
    where: placeText(label.what, indexOf(label.axes, bad)),
  });
}
