export { addFinding } from "./added-finding.js";
export type { Answers } from "./answers.js";
export type { Axis, Label } from "./axis.js";
export { checksOf, type DeclareCheck } from "./checks-of.js";
export { apartFailure, expectClose, type CloseOptions } from "./closeness.js";
export type { CheckBody, CheckContext } from "./context.js";
export type { CheckOptions } from "./declared-part.js";
export { CheckFailure, fail, unlessFailed, type FailureDetails } from "./failure.js";
export { forAll, type Law } from "./for-all.js";
export { Handle, Script, type Given, type Wanted } from "./script.js";
export { expectRight, expectSame, expectUntouched, type AnySameness } from "./sameness.js";
export {
  answerNumeric,
  askAlong,
  askNumeric,
  type NumericEvidence,
  type NumericQuestion,
} from "./numeric.js";
export { gradientScatter } from "./scatter.js";
export { heatmapsOf } from "./heatmaps.js";
export { gradientNorms, normsByStep } from "./norms.js";
export { trajectoryOf } from "./trajectories.js";
export { orElse } from "./or-else.js";
export { numberText, plainNumber } from "./number-text.js";
