import type { StepAnswer } from "../../grader/host/wire/message.js";
import type { Script } from "./script.js";

/** A script that a check ran, with what came back: what a diagnosis compares. */
export interface Evidence {
  readonly script: Script;
  readonly answers: readonly StepAnswer[];
}
