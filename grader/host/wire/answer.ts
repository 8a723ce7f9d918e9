import { anyFields, fields, natural, text } from "./fields.js";
import type { StepAnswer, WireError } from "./message.js";
import { ProtocolError } from "./protocol-error.js";
import type { TensorReader, TensorWriter } from "./tensor-section.js";
import { decodeValue, encodeValue } from "./value.js";

/** The answer as JSON; the tensors of its value go to the writer. */
export function encodeAnswer(answer: StepAnswer, tensors: TensorWriter): unknown {
  if (answer.status !== "value") return answer;
  return { status: "value", value: encodeValue(answer.value, tensors) };
}

/**
 * The answer that {@link encodeAnswer} wrote.
 *
 * @throws ProtocolError when it is none.
 */
export function decodeAnswer(json: unknown, tensors: TensorReader): StepAnswer {
  const status = anyFields(json)["status"];
  switch (status) {
    case "done":
      fields(json, ["status"]);
      return { status };
    case "value":
      return { status, value: decodeValue(fields(json, ["status", "value"])["value"], tensors) };
    case "threw":
      return { status, error: decodeError(fields(json, ["status", "error"])["error"]) };
    case "missing": {
      const body = fields(json, ["status", "name", "text"]);
      return { status, name: text(body["name"]), text: text(body["text"]) };
    }
    case "skipped":
      return { status, because: natural(fields(json, ["status", "because"])["because"]) };
    default:
      throw new ProtocolError("an unknown status");
  }
}

/** @throws ProtocolError when it is no error of the wire. */
export function decodeError(json: unknown): WireError {
  const { name, message, stack } = fields(json, ["name", "message", "stack"]);
  return { name: text(name), message: text(message), stack: text(stack) };
}
