import { anyFields, fields, flag, list, natural, requestId, text } from "./fields.js";
import { encodeFrame, openPayload } from "./frame.js";
import { ENVELOPE_BYTES, FRAME_BYTES } from "./limits.js";
import { CODE_FORMS, type CodeForm, type Request } from "./message.js";
import { type Decoded, decoded, ProtocolError } from "./protocol-error.js";
import { decodeStep, encodeStep } from "./step.js";
import { type TensorReader, TensorWriter } from "./tensor-section.js";

const MODULE_NAME = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * The frame of a request.
 *
 * @throws RangeError when the request is longer than a frame may be.
 */
export function encodeRequest(request: Request): Buffer {
  const tensors = new TensorWriter();
  if (request.type === "load") return encodeFrame(request, tensors);
  const steps = request.steps.map((step) => encodeStep(step, tensors));
  return encodeFrame({ ...request, steps }, tensors);
}

/** The request in a payload. */
export function decodeRequest(payload: Buffer): Decoded<Request> {
  return decoded(() => {
    const { envelope, tensors } = openPayload(payload);
    const request = decodeEnvelope(envelope, tensors);
    tensors.finish();
    return request;
  });
}

function decodeEnvelope(json: unknown, tensors: TensorReader): Request {
  const type = anyFields(json)["type"];
  switch (type) {
    case "load": {
      const body = fields(json, ["type", "id", "module", "form", "code", "seed"]);
      const code = text(body["code"], ENVELOPE_BYTES);
      const seed = natural(body["seed"]);
      const form = codeForm(body["form"]);
      return { type, id: requestId(body["id"]), module: moduleName(body["module"]), form, code, seed };
    }
    case "run": {
      const body = fields(json, ["type", "id", "module", "steps", "telling"]);
      const steps = list(body["steps"], FRAME_BYTES).map((step) => decodeStep(step, tensors));
      const telling = flag(body["telling"]);
      return { type, id: requestId(body["id"]), module: moduleName(body["module"]), steps, telling };
    }
    default:
      throw new ProtocolError("an unknown request");
  }
}

function codeForm(json: unknown): CodeForm {
  const form = CODE_FORMS.find((known) => known === json);
  if (form === undefined) throw new ProtocolError("an unknown form of code");
  return form;
}

/** A module's name becomes a file's name. */
function moduleName(json: unknown): string {
  const name = text(json);
  if (!MODULE_NAME.test(name)) throw new ProtocolError("not a module's name");
  return name;
}
