import { CheckFailure } from "./failure.js";

/**
 * Nothing where the submission is right one way or the other: consistent with its own other methods, or right by the
 * reference. Where it is neither, what the second way says is the failure.
 *
 * @throws CheckFailure of the second way.
 */
export function orElse(own: () => void, right: () => void): void {
  try {
    own();
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    right();
  }
}
