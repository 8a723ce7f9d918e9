import { anyFields, fields, list, text } from "./fields.js";
import { DEPTH, FRAME_BYTES, OBJECT_ENTRIES } from "./limits.js";
import type { Argument } from "./message.js";
import { ProtocolError } from "./protocol-error.js";
import { decodeReference, encodeReference } from "./reference.js";
import { decodeScalar, encodeScalar } from "./scalar.js";
import type { TensorReader, TensorWriter } from "./tensor-section.js";

/** The argument as JSON; its tensors go to the writer. */
export function encodeArgument(argument: Argument, tensors: TensorWriter): unknown {
  if (argument === undefined) return { undefined: true };
  if (typeof argument === "number") {
    const scalar = encodeScalar(argument);
    return typeof scalar === "number" ? scalar : { number: scalar };
  }
  if (typeof argument !== "object" || argument === null) return argument;
  if ("reference" in argument) return { reference: encodeReference(argument.reference) };
  if ("list" in argument) return { list: argument.list.map((item) => encodeArgument(item, tensors)) };
  if ("object" in argument) {
    const entries = Object.entries(argument.object);
    return { object: entries.map(([key, value]) => [key, encodeArgument(value, tensors)]) };
  }
  return { tensor: tensors.add(argument) };
}

/**
 * The argument that {@link encodeArgument} wrote.
 *
 * @throws ProtocolError when it is none.
 */
export function decodeArgument(json: unknown, tensors: TensorReader, depth: number = 0): Argument {
  if (depth > DEPTH) throw new ProtocolError("an argument too deep");
  if (typeof json === "string") return text(json);
  if (typeof json === "number") return decodeScalar(json);
  if (typeof json === "boolean" || json === null) return json;
  const [kind] = Object.keys(anyFields(json));
  const body = fields(json, [kind ?? "tensor"])[kind ?? "tensor"];
  switch (kind) {
    case "undefined":
      if (body !== true) throw new ProtocolError("not undefined");
      return undefined;
    case "number":
      return decodeScalar(body);
    case "tensor": {
      const { shape, at } = fields(body, ["shape", "at"]) as { shape: unknown; at: unknown };
      return tensors.take(shape, at);
    }
    case "reference":
      return { reference: decodeReference(body) };
    case "list":
      return { list: list(body, FRAME_BYTES).map((item) => decodeArgument(item, tensors, depth + 1)) };
    case "object":
      return { object: Object.fromEntries(decodeEntries(body, tensors, depth)) };
    case undefined:
    default:
      throw new ProtocolError("an unknown kind of argument");
  }
}

function decodeEntries(json: unknown, tensors: TensorReader, depth: number): [string, Argument][] {
  return list(json, OBJECT_ENTRIES).map((entry) => {
    const [key, value, ...more] = list(entry, 2);
    if (value === undefined || more.length > 0) throw new ProtocolError("not an entry");
    return [text(key), decodeArgument(value, tensors, depth + 1)];
  });
}
