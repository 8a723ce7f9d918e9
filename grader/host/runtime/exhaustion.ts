import { types } from "node:util";
import { leave, write } from "./primordials.js";

const { isNativeError } = types;
const STDERR = 2;
/** What a shell says of a process that aborted, as V8 does when its heap is full. */
const ABORTED = 134;

/**
 * Ends the process where there was no memory for an array's bytes. V8 aborts when its own heap is full, but for
 * these it throws; both are the same to a student. */
export function leaveIfExhausted(thrown: unknown): void {
  if (!isNativeError(thrown) || messageOf(thrown) !== "Array buffer allocation failed") return;
  write(STDERR, "gradecheck: out of memory: array buffer allocation failed\n");
  leave(ABORTED);
}

/** A submission may have put a getter there that throws. */
function messageOf(error: Error): unknown {
  try {
    return error.message;
  } catch {
    return undefined;
  }
}
