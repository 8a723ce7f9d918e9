import { FRAME_BYTES } from "./limits.js";
import { ProtocolError } from "./protocol-error.js";

const HEADER_BYTES = 4;

/** The payloads that are complete, and why nothing can follow them where that is so. */
export interface Received {
  readonly payloads: readonly Buffer[];
  readonly error: ProtocolError | undefined;
}

/** Cuts a stream of bytes into payloads. Memory grows with the bytes that came, never with what a header claims. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private buffered = 0;
  private expected: number | undefined;

  /** Takes the next bytes and gives the payloads that are complete now; nothing may be pushed after an error. */
  push(chunk: Buffer): Received {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    const payloads: Buffer[] = [];
    for (;;) {
      if (this.expected === undefined) {
        if (this.buffered < HEADER_BYTES) break;
        this.expected = this.cut(HEADER_BYTES).readUInt32LE(0);
        if (this.expected > FRAME_BYTES) {
          return { payloads, error: new ProtocolError(`a frame of ${this.expected} bytes`) };
        }
      }
      if (this.buffered < this.expected) break;
      payloads.push(this.cut(this.expected));
      this.expected = undefined;
    }
    return { payloads, error: undefined };
  }

  private cut(length: number): Buffer {
    const all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    const rest = all.subarray(length);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.buffered = rest.length;
    return all.subarray(0, length);
  }
}
