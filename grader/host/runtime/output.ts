import { Writable } from "node:stream";
import { OUTPUT_LENGTH } from "../wire/limits.js";

const NOTE_LENGTH = 64;
const HALF = (OUTPUT_LENGTH - NOTE_LENGTH) / 2;

let head = "";
let tail = "";
let dropped = 0;

/** Adds to what the submission printed; the middle of a flood is forgotten. */
export function record(text: string): void {
  const room = HALF - head.length;
  head += text.slice(0, room);
  if (text.length <= room) return;
  tail += text.slice(Math.max(0, room));
  if (tail.length <= 2 * HALF) return;
  dropped += tail.length - HALF;
  tail = tail.slice(-HALF);
}

/** What was printed since the last time, head and tail. */
export function takeOutput(): string {
  if (tail.length > HALF) {
    dropped += tail.length - HALF;
    tail = tail.slice(-HALF);
  }
  const note = dropped > 0 ? `\n[... ${dropped} characters ...]\n` : "";
  const output = head + note + tail;
  head = "";
  tail = "";
  dropped = 0;
  return output;
}

/** Puts a recorder in the place of the standard streams. `console` follows, for it looks them up when first used. */
export function captureOutput(): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        record(typeof chunk === "string" ? chunk : chunk.toString("utf8"));
        done();
      },
    });
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true });
  }
}
