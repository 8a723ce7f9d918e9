/** What can be wrong on our side of the pipe. */
export type InfrastructureCode =
  | "HOST_NOT_MAIN_THREAD"
  | "HOST_NOT_BUILT"
  | "HOST_START_FAILED"
  | "HOST_VANISHED"
  | "HOST_STOPPED"
  | "SANDBOX_UNAVAILABLE"
  | "PREPARE_FAILED"
  | "SPECS_FAILED"
  | "GIT_MISSING"
  | "COLLECT_FAILED"
  | "SIMILARITY_FAILED";

/**
 * Our own fault or the machine's; never a student's, and never scored. `message` is English for the person who
 * runs the grader, and says what to do where that is known.
 */
export class InfrastructureError extends Error {
  override readonly name = "InfrastructureError";

  constructor(
    readonly code: InfrastructureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
