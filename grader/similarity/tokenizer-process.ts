import type { Budget } from "../host/budget.js";
import { HostChild } from "../host/child.js";
import { CpuClock } from "../host/cpu-clock.js";
import { Deadline } from "../host/deadline.js";
import type { Exit } from "../host/fault.js";
import { InfrastructureError } from "../host/infrastructure-error.js";
import type { Launch } from "../host/sandbox/launch.js";
import type { Sandbox } from "../host/sandbox/sandbox.js";
import { rolldownLaunch } from "../prepare/rolldown-launch.js";
import { AnswerReader } from "./answer-reader.js";
import type { CodeFile, TokenAnswer } from "./tokenizer/message.js";

/** For one submission; the slowest of our own takes 20 ms. */
const BUDGET: Budget = { cpuMs: 4000, wallMs: 60_000 };

/** Why a submission has no tokens: its author's fault, or so strange that it might as well be. */
export type TokenizerFault = "parser-timeout" | "parser-crashed";

/** What came of a process that was asked about submissions. */
export interface Tokenized {
  /** Of the first so many, in their order. */
  readonly answers: readonly TokenAnswer[];
  /** What ended the process while it was at the next one; absent where all are answered. */
  readonly fault?: TokenizerFault;
}

/**
 * Asks a process of its own, in the sandbox, for the tokens of submissions. Each has a deadline of its own.
 *
 * @param budget what a submission may take
 * @throws InfrastructureError when the process does not come up.
 */
export async function tokenizeApart(
  submissions: readonly (readonly CodeFile[])[],
  sandbox: Sandbox,
  budget: Budget = BUDGET,
): Promise<Tokenized> {
  const launch = await rolldownLaunch(sandbox, "grader/similarity/tokenizer");
  const reader = new AnswerReader(submissions);
  const { exit, fault } = await new Promise<Ending>((resolve, reject) => {
    try {
      converse(launch, submissions, reader, budget, resolve);
    } catch (cause) {
      launch.release();
      reject(new InfrastructureError("SIMILARITY_FAILED", `cannot start ${launch.command}`, { cause }));
    }
  });
  const { started, answers } = reader;
  if (started) return answers.length === submissions.length ? { answers } : { answers, fault };
  throw new InfrastructureError("SIMILARITY_FAILED", `the tokenizer did not start: ${exit.stderr.trim()}`);
}

interface Ending {
  readonly exit: Exit;
  readonly fault: TokenizerFault;
}

function converse(
  launch: Launch,
  submissions: readonly (readonly CodeFile[])[],
  reader: AnswerReader,
  budget: Budget,
  resolve: (ending: Ending) => void,
): void {
  let fault: TokenizerFault = "parser-crashed";
  let answered = 0;
  const child = new HostChild(
    launch,
    {
      onData(chunk) {
        if (!reader.take(chunk)) child.kill();
        if (reader.answers.length === answered) return;
        answered = reader.answers.length;
        deadline.cancel();
        deadline = nextDeadline();
      },
      onFlood: () => undefined,
      onExit(exit) {
        deadline.cancel();
        clock.close();
        resolve({ exit, fault });
      },
    },
    false,
  );
  child.hold(true);
  const clock = new CpuClock(child.pid);
  const nextDeadline = (): Deadline =>
    new Deadline(clock, budget, clock.readTree(), () => {
      fault = "parser-timeout";
      child.kill();
    });
  let deadline = nextDeadline();
  child.finish(Buffer.from(JSON.stringify({ submissions })));
}
