import { Socket } from "node:net";
import { FrameReader } from "../../grader/host/wire/frame-reader.js";
import type { Judged } from "./told-run.js";

/** The pipe of a worker's through which it hears what comes of checks; the fourth is vitest's own. */
export const OUTCOME_PIPE = 4;

/** Set where a worker has such a pipe. */
export const OUTCOME_VARIABLE = "GRADECHECK_OUTCOMES";

const HEADER_BYTES = 4;

/** The bytes that say it. */
export function judgedFrame(judged: Judged): Buffer {
  const payload = Buffer.from(JSON.stringify(judged));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(payload.length);
  return Buffer.concat([header, payload]);
}

/**
 * Hears all that is said until the pipe ends.
 *
 * @throws ProtocolError where it is not what {@link judgedFrame} wrote.
 */
export async function hearJudged(onJudged: (judged: Judged) => void): Promise<void> {
  const pipe = new Socket({ fd: OUTCOME_PIPE, readable: true, writable: false });
  // Nobody stays alive to hear more than was asked for.
  pipe.unref();
  const reader = new FrameReader();
  for await (const chunk of pipe) {
    const { payloads, error } = reader.push(chunk as Buffer);
    if (error !== undefined) throw error;
    for (const payload of payloads) onJudged(JSON.parse(payload.toString("utf8")) as Judged);
  }
}
