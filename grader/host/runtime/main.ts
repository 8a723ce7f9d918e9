import { VALUE_NODES } from "../wire/limits.js";
import type { Reply, Request, StepAnswer } from "../wire/message.js";
import { encodeReply } from "../wire/reply.js";
import { decodeRequest } from "../wire/request.js";
import { readPayload, writeFrame } from "./channel.js";
import { instantiate } from "./code.js";
import { leaveIfExhausted } from "./exhaustion.js";
import { listExports, type Namespace } from "./exports.js";
import { globalsAreUntouched, rememberGlobals } from "./globals.js";
import { Interpreter } from "./interpreter.js";
import { captureOutput, record, takeOutput } from "./output.js";
import { leave, NativePromise, turnOfTheLoop, write } from "./primordials.js";
import { replaceRandom, seedRandom } from "./random.js";
import { describeThrown } from "./thrown.js";

const KEEP_ALIVE_MS = 2 ** 30;
const STDERR = 2;
/** EX_SOFTWARE of sysexits.h. */
const BROKEN = 70;
/** What ends a call. */
type Answer = Exclude<Reply, { type: "ready" | "step" }>;

/** What is known only when a call has ended. */
const LATER = { output: "", untouched: true } as const;

const modules = new Map<string, Namespace>();

async function load(request: Request & { type: "load" }): Promise<Answer> {
  const { id, module } = request;
  seedRandom(request.seed);
  // A module that waits for ever must time out; without the timer the process would just end.
  const alive = setInterval(() => undefined, KEEP_ALIVE_MS);
  try {
    const namespace = await instantiate(module, request.form, request.code);
    modules.set(module, namespace);
    return { type: "loaded", id, exports: listExports(namespace), ...LATER };
  } catch (thrown) {
    leaveIfExhausted(thrown);
    return { type: "load-failed", id, error: describeThrown(thrown), ...LATER };
  } finally {
    clearInterval(alive);
  }
}

function run(request: Request & { type: "run" }): Answer {
  const { id } = request;
  const namespace = modules.get(request.module);
  if (namespace === undefined) throw new Error(`no module ${request.module}`);
  // Telling is a system call that wakes the grader: it costs more than most steps.
  const onCall = request.telling
    ? (step: number): void => writeFrame(encodeReply({ type: "step", id, step }))
    : (): void => undefined;
  const interpreter = new Interpreter(namespace, onCall, leaveIfExhausted);
  return { type: "answers", id, answers: interpreter.run(request.steps), ...LATER };
}

/** The frame of a reply; where it is too long for one, without its values. */
function frameOf(reply: Answer): Buffer {
  try {
    return encodeReply(reply);
  } catch (cause) {
    if (!(cause instanceof RangeError) || reply.type !== "answers") throw cause;
    const answers = reply.answers.map((answer): StepAnswer => {
      if (answer.status !== "value") return answer;
      return { status: "value", value: { kind: "too-large", text: `${VALUE_NODES}+` } };
    });
    return encodeReply({ ...reply, answers });
  }
}

async function serve(): Promise<never> {
  writeFrame(encodeReply({ type: "ready" }));
  // The first import of a process costs more than most submissions; a host that was started ahead has the time.
  await instantiate(".first", "module", "");
  rememberGlobals();
  for (;;) {
    const payload = readPayload();
    if (payload === undefined) leave(0);
    const request = decodeRequest(payload);
    if (!request.ok) throw request.error;
    const reply = request.message.type === "load" ? await load(request.message) : run(request.message);
    // What the call left behind, such as a rejected promise, belongs to its output.
    await new NativePromise((resolve) => turnOfTheLoop(resolve));
    writeFrame(frameOf({ ...reply, output: takeOutput(), untouched: globalsAreUntouched() }));
  }
}

function reportStray(thrown: unknown): void {
  leaveIfExhausted(thrown);
  const { name, message, stack } = describeThrown(thrown);
  record(`${name}: ${message}\n${stack}\n`);
}

captureOutput();
replaceRandom();
process.on("unhandledRejection", reportStray);
process.on("uncaughtException", reportStray);
serve().catch((cause: unknown) => {
  // No submission can cause this but by replacing what the runtime stands on; the grader sees the exit.
  const { name, message } = describeThrown(cause);
  write(STDERR, `gradecheck host: ${name}: ${message}\n`);
  leave(BROKEN);
});
