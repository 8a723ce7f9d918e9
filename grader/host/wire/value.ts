import { anyFields, fields, flag, list, natural, text } from "./fields.js";
import { DEPTH, LIST_ITEMS, OBJECT_ENTRIES } from "./limits.js";
import { ABSENT_OWNERS, type Value } from "./message.js";
import { ProtocolError } from "./protocol-error.js";
import { decodeScalar, encodeScalar } from "./scalar.js";
import type { TensorReader, TensorWriter } from "./tensor-section.js";

/** The value as JSON; its tensors go to the writer. */
export function encodeValue(value: Value, tensors: TensorWriter): unknown {
  switch (value.kind) {
    case "tensor":
      return { kind: "tensor", tensor: tensors.add(value.tensor), float32: value.float32 };
    case "number":
      return { kind: "number", number: encodeScalar(value.number) };
    case "list":
      return {
        kind: "list",
        length: value.length,
        items: value.items.map((item) => encodeValue(item, tensors)),
      };
    case "object": {
      const entries: unknown[] = [];
      for (const [key, entry] of value.entries) entries.push([key, encodeValue(entry, tensors)]);
      return { kind: "object", className: value.className, entries };
    }
    case "string":
    case "boolean":
    case "undefined":
    case "null":
    case "absent":
    case "function":
    case "promise":
    case "bigint":
    case "symbol":
    case "too-large":
    case "too-deep":
      return value;
  }
}

/**
 * The value that {@link encodeValue} wrote.
 *
 * @throws ProtocolError when it is none: an unknown kind, a field too many, a list longer than it says.
 */
export function decodeValue(json: unknown, tensors: TensorReader, depth: number = 0): Value {
  if (depth > DEPTH) throw new ProtocolError("a value too deep");
  const kind = anyFields(json)["kind"];
  switch (kind) {
    case "tensor": {
      const { tensor, float32 } = fields(json, ["kind", "tensor", "float32"]);
      const { shape, at } = fields(tensor, ["shape", "at"]);
      return { kind, tensor: tensors.take(shape, at), float32: flag(float32) };
    }
    case "number":
      return { kind, number: decodeScalar(fields(json, ["kind", "number"])["number"]) };
    case "string":
      return { kind, text: text(fields(json, ["kind", "text"])["text"]) };
    case "boolean":
      return { kind, boolean: flag(fields(json, ["kind", "boolean"])["boolean"]) };
    case "undefined":
    case "null":
      fields(json, ["kind"]);
      return { kind };
    case "absent":
      return decodeAbsence(json, depth);
    case "list":
      return decodeList(json, tensors, depth);
    case "object": {
      const { className, entries } = fields(json, ["kind", "className", "entries"]);
      return { kind, className: text(className), entries: decodeEntries(entries, tensors, depth) };
    }
    case "function":
    case "promise":
    case "bigint":
    case "symbol":
    case "too-large":
    case "too-deep":
      return { kind, text: text(fields(json, ["kind", "text"])["text"]) };
    default:
      throw new ProtocolError("an unknown kind of value");
  }
}

function decodeAbsence(json: unknown, depth: number): Value {
  if (depth > 0) throw new ProtocolError("an absence inside a value");
  const body = fields(json, ["kind", "after", "owner", "text"]);
  const owner = ABSENT_OWNERS.find((each) => each === body["owner"]);
  if (owner === undefined) throw new ProtocolError("an unknown kind of owner");
  return { kind: "absent", after: natural(body["after"]), owner, text: text(body["text"]) };
}

function decodeList(json: unknown, tensors: TensorReader, depth: number): Value {
  const body = fields(json, ["kind", "length", "items"]);
  const length = natural(body["length"]);
  const items = list(body["items"], LIST_ITEMS);
  if (items.length !== Math.min(length, LIST_ITEMS)) throw new ProtocolError("a lying list");
  return { kind: "list", length, items: items.map((item) => decodeValue(item, tensors, depth + 1)) };
}

function decodeEntries(json: unknown, tensors: TensorReader, depth: number): Map<string, Value> {
  const entries = new Map<string, Value>();
  for (const entry of list(json, OBJECT_ENTRIES)) {
    const [key, value] = list(entry, 2);
    const name = text(key);
    if (entries.has(name)) throw new ProtocolError("an entry twice");
    entries.set(name, decodeValue(value, tensors, depth + 1));
  }
  return entries;
}
