import { leave, NativeRangeError, write } from "./primordials.js";

const STDERR = 2;
/** What a shell says of a process that aborted, as V8 does when its heap is full. */
const ABORTED = 134;

/**
 * Ends the process where there was no memory for an array's bytes. V8 aborts when its own heap is full, but for
 * these it throws; both are the same to a student. A message of which no code is the cause is not believed.
 */
export function leaveIfExhausted(thrown: unknown): void {
  if (!(thrown instanceof NativeRangeError)) return;
  if (thrown.message !== "Array buffer allocation failed") return;
  write(STDERR, "gradecheck: out of memory: array buffer allocation failed\n");
  leave(ABORTED);
}
