import { readTokenAnswer } from "./token-answer.js";
import { READY, type CodeFile, type TokenAnswer } from "./tokenizer/message.js";

const LONGEST_LINE = 4 * 1024 * 1024;

/** Takes what the tokenizer's process says, in whatever pieces it comes. */
export class AnswerReader {
  /** Whether the process came up. */
  started = false;
  /** Of the first so many submissions, in their order. */
  readonly answers: TokenAnswer[] = [];
  private rest = "";

  constructor(private readonly submissions: readonly (readonly CodeFile[])[]) {}

  /** @returns whether all of it was what the process may say; if not, nothing more of it is worth reading. */
  take(chunk: Buffer): boolean {
    const lines = (this.rest + chunk.toString("latin1")).split("\n");
    this.rest = lines.pop() ?? "";
    return lines.every((line) => this.understand(line)) && this.rest.length <= LONGEST_LINE;
  }

  private understand(line: string): boolean {
    if (!this.started) {
      this.started = line === READY;
      return this.started;
    }
    const files = this.submissions[this.answers.length];
    const answer = files === undefined ? undefined : readTokenAnswer(line, files.length);
    if (answer !== undefined) this.answers.push(answer);
    return answer !== undefined;
  }
}
