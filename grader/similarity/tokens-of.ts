import type { Sandbox } from "../host/sandbox/sandbox.js";
import { tokenizeApart, type TokenizerFault } from "./tokenizer-process.js";
import type { CodeFile, TokenAnswer } from "./tokenizer/message.js";

/** What one process is asked about at most, in characters, so that neither side holds a whole large class as JSON. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/**
 * The tokens of each submission, or why there are none, in their order. One that makes the process die or hang costs
 * itself only: the others are asked of another process.
 *
 * @throws InfrastructureError when the sandbox or the tokenizer fails for a reason of ours.
 */
export async function tokensOf(
  submissions: readonly (readonly CodeFile[])[],
  sandbox: Sandbox,
): Promise<(TokenAnswer | TokenizerFault)[]> {
  const done: (TokenAnswer | TokenizerFault)[] = [];
  while (done.length < submissions.length) {
    const asked = nextBatch(submissions.slice(done.length));
    const { answers, fault } = await tokenizeApart(asked, sandbox);
    done.push(...answers);
    // A deadline is a submission's own. Of a crash, only what a process was asked first is surely the cause.
    if (fault === "parser-timeout" || (fault !== undefined && answers.length === 0)) done.push(fault);
  }
  return done;
}

/** The first submissions, at least one. */
function nextBatch(submissions: readonly (readonly CodeFile[])[]): readonly (readonly CodeFile[])[] {
  let characters = 0;
  const tooMany = submissions.findIndex((files, index) => {
    for (const { text } of files) characters += text.length;
    return index > 0 && characters > MOST_CHARACTERS;
  });
  return tooMany === -1 ? submissions : submissions.slice(0, tooMany);
}
