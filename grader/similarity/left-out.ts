import { printable } from "../prepare/problem.js";
import type { Finding } from "../result/result.js";
import type { SubmissionCode } from "./submission-code.js";
import type { TokenizerFault } from "./tokenizer-process.js";
import type { TokenAnswer } from "./tokenizer/message.js";

const MOST_SHOWN = 8;

/** Why a submission was not compared, or not all of it; `undefined` where all of it was. `similarity.…` in the texts. */
export function leftOut(
  { paths, files }: SubmissionCode,
  answer: TokenAnswer | TokenizerFault,
): Finding | undefined {
  if (files.length === 0) return { code: "similarity.no-code", values: {} };
  if (typeof answer === "string") return { code: `similarity.${answer}`, values: {} };
  if (answer.tooLong) return { code: "similarity.too-long", values: {} };
  if (answer.unread.length === files.length) return { code: "similarity.unreadable", values: {} };
  if (answer.unread.length === 0) return undefined;
  const names = answer.unread.map((index) => printable(paths[index] ?? ""));
  const shown = [...names.slice(0, MOST_SHOWN), ...(names.length > MOST_SHOWN ? ["…"] : [])];
  return { code: "similarity.unread-files", values: { files: shown.join(", ") } };
}
