import { list, natural } from "./fields.js";
import { FRAME_BYTES, RANK } from "./limits.js";
import type { WireTensor } from "./message.js";
import { ProtocolError } from "./protocol-error.js";

const ELEMENT_BYTES = 8;
const MOST_ELEMENTS = FRAME_BYTES / ELEMENT_BYTES;

/** Where the envelope says that a tensor's numbers lie: `at` counts elements from the section's start. */
export interface TensorJson {
  readonly shape: readonly number[];
  readonly at: number;
}

/** Collects the tensors of one message in the order in which the envelope names them. */
export class TensorWriter {
  readonly parts: Float64Array[] = [];
  private length = 0;

  add(tensor: WireTensor): TensorJson {
    const json = { shape: tensor.shape, at: this.length };
    this.parts[this.parts.length] = tensor.data;
    this.length += tensor.data.length;
    return json;
  }
}

/** Gives out the tensors of one payload; each element exactly once, so that a short frame cannot grow. */
export class TensorReader {
  private readonly section: Uint8Array;
  private taken = 0;

  /** @throws ProtocolError when the section is no whole number of elements. */
  constructor(section: Uint8Array) {
    if (section.length % ELEMENT_BYTES !== 0) throw new ProtocolError("a broken tensor section");
    this.section = section;
  }

  /** @throws ProtocolError when the shape is none, or the elements are not the next ones. */
  take(shapeJson: unknown, at: unknown): WireTensor {
    const shape = list(shapeJson, RANK).map(natural);
    const size = elements(shape);
    if (at !== this.taken) throw new ProtocolError("tensors overlap or leave gaps");
    const start = this.taken * ELEMENT_BYTES;
    const end = start + size * ELEMENT_BYTES;
    if (end > this.section.length) throw new ProtocolError("a tensor beyond the frame");
    this.taken += size;
    const { buffer, byteOffset } = this.section;
    return { shape, data: new Float64Array(buffer.slice(byteOffset + start, byteOffset + end)) };
  }

  /** @throws ProtocolError when elements are left over. */
  finish(): void {
    if (this.taken * ELEMENT_BYTES !== this.section.length) throw new ProtocolError("elements left over");
  }
}

/** The product of the shape. Zeros count as ones against the cap: nobody may be made to walk `(10¹⁵, 0)`. */
function elements(shape: readonly number[]): number {
  let size = 1;
  let walk = 1;
  for (const length of shape) {
    size *= length;
    walk *= Math.max(1, length);
    if (walk > MOST_ELEMENTS) throw new ProtocolError("a tensor too large");
  }
  return size;
}
