import { callName } from "./wire/call-name.js";
import type { Reply, Request, Step, StepAnswer } from "./wire/message.js";

/** What a frame from the host means to the call that is outstanding. */
export type Heard =
  | { readonly kind: "reply"; readonly reply: Exclude<Reply, { type: "ready" | "step" }> }
  /** The host is about to run this step. */
  | { readonly kind: "step"; readonly step: Step }
  /** The host may not say this now. */
  | { readonly kind: "violation"; readonly text: string };

/** One request and what may be said to it. */
export class Conversation {
  private lastStep = -1;

  constructor(private readonly request: Request) {}

  hear(reply: Reply): Heard {
    if (reply.type === "ready" || reply.id !== this.request.id) return violation(`unsolicited ${reply.type}`);
    if (this.request.type === "load") {
      if (reply.type === "loaded" || reply.type === "load-failed") return { kind: "reply", reply };
      return violation(`${reply.type} to a load`);
    }
    const { steps, telling } = this.request;
    if (reply.type === "step") {
      return telling ? this.hearStep(steps, reply.step) : violation("a step that nobody asked to be told");
    }
    if (reply.type !== "answers") return violation(`${reply.type} to a run`);
    if (reply.answers.length !== steps.length) return violation("not one answer per step");
    const fits = reply.answers.every((answer, index) => answersStep(answer, steps[index]!, steps.length));
    return fits ? { kind: "reply", reply } : violation("an answer that does not fit its step");
  }

  private hearStep(steps: readonly Step[], index: number): Heard {
    const step = steps[index];
    if (step === undefined || index <= this.lastStep) return violation("a step out of turn");
    this.lastStep = index;
    return { kind: "step", step };
  }
}

function answersStep(answer: StepAnswer, step: Step, count: number): boolean {
  if (answer.status === "skipped") return answer.because < count;
  if (answer.status === "threw") return true;
  if (answer.status === "missing") return callName(step) !== undefined;
  return answer.status === (step.op === "give" ? "value" : "done");
}

function violation(text: string): Heard {
  return { kind: "violation", text };
}
