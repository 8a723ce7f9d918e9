import { FRAME_BYTES } from "../wire/limits.js";
import { leave, read, write } from "./primordials.js";

const CHANNEL = 3;
const HEADER_BYTES = 4;
const PAUSE_MS = 1;

/**
 * The next payload; the process sleeps until it is there, so nothing of a submission runs between two requests.
 * `undefined` when the grader has gone.
 */
export function readPayload(): Buffer | undefined {
  const header = readBytes(HEADER_BYTES);
  if (header === undefined) return undefined;
  const length = header.readUInt32LE(0);
  if (length > FRAME_BYTES) throw new RangeError(`a frame of ${length} bytes`);
  return readBytes(length);
}

/** Sends a frame, all of it; ends the process when the grader has gone. */
export function writeFrame(frame: Buffer): void {
  let written = 0;
  while (written < frame.length) {
    const count = retried(() => write(CHANNEL, frame, written, frame.length - written));
    if (count === 0) leave(0);
    written += count;
  }
}

function readBytes(length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = retried(() => read(CHANNEL, bytes, filled, length - filled, null));
    if (count === 0) return undefined;
    filled += count;
  }
  return bytes;
}

/** How many bytes went over, 0 when the other side has gone. A signal may interrupt the call, and a submission may have made the socket non-blocking. */
function retried(transfer: () => number): number {
  for (;;) {
    try {
      return transfer();
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      if (code === "EPIPE" || code === "ECONNRESET" || code === "EOF") return 0;
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
      else if (code !== "EINTR") throw cause;
    }
  }
}
