import { decodeAnswer, decodeError, encodeAnswer } from "./answer.js";
import { anyFields, fields, type Fields, flag, list, natural, requestId, text } from "./fields.js";
import { encodeFrame, openPayload } from "./frame.js";
import { EXPORTS, FRAME_BYTES, OUTPUT_LENGTH } from "./limits.js";
import type { Ended, ExportEntry, Reply } from "./message.js";
import { type Decoded, decoded, ProtocolError } from "./protocol-error.js";
import { type TensorReader, TensorWriter } from "./tensor-section.js";

/**
 * The frame of a reply.
 *
 * @throws RangeError when the reply is longer than a frame may be.
 */
export function encodeReply(reply: Reply): Buffer {
  const tensors = new TensorWriter();
  if (reply.type !== "answers") return encodeFrame(reply, tensors);
  const answers = reply.answers.map((answer) => encodeAnswer(answer, tensors));
  return encodeFrame({ ...reply, answers }, tensors);
}

/** The reply in a payload; every field of it checked and copied, nothing of it executed. */
export function decodeReply(payload: Buffer): Decoded<Reply> {
  return decoded(() => {
    const { envelope, tensors } = openPayload(payload);
    const reply = decodeEnvelope(envelope, tensors);
    tensors.finish();
    return reply;
  });
}

function decodeEnvelope(json: unknown, tensors: TensorReader): Reply {
  const type = anyFields(json)["type"];
  switch (type) {
    case "ready":
      fields(json, ["type"]);
      return { type };
    case "step": {
      const body = fields(json, ["type", "id", "step"]);
      return { type, id: requestId(body["id"]), step: natural(body["step"]) };
    }
    case "loaded": {
      const body = fields(json, ["type", "id", "exports", "output", "untouched"]);
      const exports = list(body["exports"], EXPORTS).map(decodeExport);
      return { type, id: requestId(body["id"]), exports, ...ended(body) };
    }
    case "load-failed": {
      const body = fields(json, ["type", "id", "error", "output", "untouched"]);
      const error = decodeError(body["error"]);
      return { type, id: requestId(body["id"]), error, ...ended(body) };
    }
    case "answers": {
      const body = fields(json, ["type", "id", "answers", "output", "untouched"]);
      const answers = list(body["answers"], FRAME_BYTES).map((answer) => decodeAnswer(answer, tensors));
      return { type, id: requestId(body["id"]), answers, ...ended(body) };
    }
    default:
      throw new ProtocolError("an unknown reply");
  }
}

function ended(body: Fields): Ended {
  return { output: text(body["output"], OUTPUT_LENGTH), untouched: flag(body["untouched"]) };
}

function decodeExport(json: unknown): ExportEntry {
  const { name, kind } = fields(json, ["name", "kind"]);
  return { name: text(name), kind: text(kind) };
}
