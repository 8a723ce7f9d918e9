import { ENVELOPE_BYTES, FRAME_BYTES, JSON_DEPTH } from "./limits.js";
import { ProtocolError } from "./protocol-error.js";
import { TensorReader, type TensorWriter } from "./tensor-section.js";

const LENGTH_BYTES = 4;
const ALIGNMENT = 8;
const SQUARE_OPEN = 0x5b;
const SQUARE_CLOSE = 0x5d;
const CURLY_OPEN = 0x7b;
const CURLY_CLOSE = 0x7d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * A whole frame: `u32` length of the payload, then the payload: `u32` length of the envelope, the envelope as
 * JSON in UTF-8, zeros up to a multiple of 8 from the payload's start, the tensors as little-endian float64.
 *
 * @throws RangeError when it is longer than the format allows.
 */
export function encodeFrame(envelope: unknown, tensors: TensorWriter): Buffer {
  const json = Buffer.from(JSON.stringify(envelope), "utf8");
  const sectionStart = align(LENGTH_BYTES + json.length);
  let payloadLength = sectionStart;
  for (const part of tensors.parts) payloadLength += part.byteLength;
  if (json.length > ENVELOPE_BYTES || payloadLength > FRAME_BYTES) throw new RangeError("a message too long");
  const frame = Buffer.alloc(LENGTH_BYTES + payloadLength);
  frame.writeUInt32LE(payloadLength, 0);
  frame.writeUInt32LE(json.length, LENGTH_BYTES);
  json.copy(frame, 2 * LENGTH_BYTES);
  let position = LENGTH_BYTES + sectionStart;
  for (const part of tensors.parts) {
    frame.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), position);
    position += part.byteLength;
  }
  return frame;
}

/**
 * The envelope and the tensors of a payload; both still unchecked but for their bounds.
 *
 * @throws ProtocolError when the lengths lie, the JSON is broken or nested too deeply.
 */
export function openPayload(payload: Buffer): { envelope: unknown; tensors: TensorReader } {
  if (payload.length < LENGTH_BYTES) throw new ProtocolError("a payload without a header");
  const jsonLength = payload.readUInt32LE(0);
  const jsonEnd = LENGTH_BYTES + jsonLength;
  if (jsonLength > ENVELOPE_BYTES || jsonEnd > payload.length) throw new ProtocolError("a lying envelope");
  const sectionStart = align(jsonEnd);
  if (sectionStart > payload.length) throw new ProtocolError("no padding");
  const json = payload.subarray(LENGTH_BYTES, jsonEnd);
  checkDepth(json);
  let envelope: unknown;
  try {
    envelope = JSON.parse(json.toString("utf8"));
  } catch (cause) {
    throw new ProtocolError("broken JSON", { cause });
  }
  return { envelope, tensors: new TensorReader(payload.subarray(sectionStart)) };
}

function align(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

/** Parsing five million brackets takes seconds, so they are counted first. */
function checkDepth(json: Buffer): void {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]!;
    if (quoted) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (byte === SQUARE_OPEN || byte === CURLY_OPEN) {
      depth++;
      if (depth > JSON_DEPTH) throw new ProtocolError("JSON too deep");
    } else if (byte === SQUARE_CLOSE || byte === CURLY_CLOSE) depth--;
  }
}
