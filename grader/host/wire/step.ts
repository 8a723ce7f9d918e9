import { decodeArgument, encodeArgument } from "./argument.js";
import { anyFields, fields, list, natural, text } from "./fields.js";
import { FRAME_BYTES } from "./limits.js";
import type { Argument, Step } from "./message.js";
import { ProtocolError } from "./protocol-error.js";
import { decodeReference, encodeReference } from "./reference.js";
import type { TensorReader, TensorWriter } from "./tensor-section.js";

/** The step as JSON; the tensors of its arguments go to the writer. */
export function encodeStep(step: Step, tensors: TensorWriter): unknown {
  const encodeAll = (args: readonly Argument[]): unknown[] => args.map((arg) => encodeArgument(arg, tensors));
  switch (step.op) {
    case "construct":
    case "apply":
      return { op: step.op, name: step.name, args: encodeAll(step.args) };
    case "call":
      return { op: step.op, on: encodeReference(step.on), method: step.method, args: encodeAll(step.args) };
    case "set": {
      const value = encodeArgument(step.value, tensors);
      return { op: step.op, on: encodeReference(step.on), key: step.key, value };
    }
    case "hold":
      return { op: step.op, value: encodeArgument(step.value, tensors) };
    case "give":
      return { op: step.op, from: encodeReference(step.from) };
    case "seed":
      return { op: step.op, seed: step.seed };
  }
}

/**
 * The step that {@link encodeStep} wrote.
 *
 * @throws ProtocolError when it is none.
 */
export function decodeStep(json: unknown, tensors: TensorReader): Step {
  const op = anyFields(json)["op"];
  switch (op) {
    case "construct":
    case "apply": {
      const { name, args } = fields(json, ["op", "name", "args"]);
      return { op, name: text(name), args: decodeAll(args, tensors) };
    }
    case "call": {
      const { on, method, args } = fields(json, ["op", "on", "method", "args"]);
      return { op, on: decodeReference(on), method: text(method), args: decodeAll(args, tensors) };
    }
    case "set": {
      const { on, key, value } = fields(json, ["op", "on", "key", "value"]);
      return { op, on: decodeReference(on), key: text(key), value: decodeArgument(value, tensors) };
    }
    case "hold":
      return { op, value: decodeArgument(fields(json, ["op", "value"])["value"], tensors) };
    case "give":
      return { op, from: decodeReference(fields(json, ["op", "from"])["from"]) };
    case "seed":
      return { op, seed: natural(fields(json, ["op", "seed"])["seed"]) };
    default:
      throw new ProtocolError("an unknown step");
  }
}

function decodeAll(json: unknown, tensors: TensorReader): Argument[] {
  return list(json, FRAME_BYTES).map((arg) => decodeArgument(arg, tensors));
}
