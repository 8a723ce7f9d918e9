import { FRAME_BYTES } from "./limits.js";
import { type Decoded, ProtocolError } from "./protocol-error.js";

const HEADER_BYTES = 4;

/** Cuts a stream of bytes into payloads. Memory grows with the bytes that came, never with what a header claims. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private buffered = 0;
  private expected: number | undefined;

  /** Takes the next bytes and gives the payloads that are complete now; nothing may be pushed after an error. */
  push(chunk: Buffer): Decoded<readonly Buffer[]> {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    const payloads: Buffer[] = [];
    for (;;) {
      if (this.expected === undefined) {
        if (this.buffered < HEADER_BYTES) break;
        this.expected = this.cut(HEADER_BYTES).readUInt32LE(0);
        if (this.expected > FRAME_BYTES) {
          return { ok: false, error: new ProtocolError(`a frame of ${this.expected} bytes`) };
        }
      }
      if (this.buffered < this.expected) break;
      payloads.push(this.cut(this.expected));
      this.expected = undefined;
    }
    return { ok: true, message: payloads };
  }

  private cut(length: number): Buffer {
    const all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    const rest = all.subarray(length);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.buffered = rest.length;
    return all.subarray(0, length);
  }
}
