import type { Host } from "../../grader/host/index.js";
import { giveWay } from "../../grader/package/give-way.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import type { Label } from "./axis.js";
import { expectClose } from "./closeness.js";
import type { CheckContext } from "./context.js";
import { HostedSubmission, type ReadySubmission } from "./hosted-submission.js";
import { judge } from "./judge.js";
import type { RunPlan } from "./plan.js";
import type { DeclaredCheck } from "./recorded.js";

/** So often that V8 compiles what every call goes through for speed; after this, little more is gained. */
const ROUNDS = 60;
const NETWORKS = 12;
const SHAPES = [[3], [3, 4], [2, 3, 4], [2, 1, 3, 4]] as const;

/** Gives back what it is given. */
const ECHO: ReadySubmission = {
  id: "echo",
  folder: "",
  ready: true,
  code: "",
  body: `"use strict";
return {
  Echo: class {
    constructor() { this.params = {}; }
    forward(X) { return { X, cache: [X] }; }
  },
};`,
  map: JSON.stringify({ version: 3, sources: [], names: [], mappings: "" }),
};

const DECLARED: DeclaredCheck = {
  id: "kit.practice",
  part: "kit",
  title: "practice",
  points: 0,
  kind: "property",
  visibility: "public",
};

function labelOf(shape: readonly number[]): Label {
  const letters = ["N", "T", "D", "H"] as const;
  return { what: "X", axes: shape.map((size, i) => ({ name: "axis", letter: letters[i] ?? "H", size })) };
}

async function askEcho(context: CheckContext): Promise<void> {
  const { random } = context;
  const script = context.script();
  const asked = Array.from({ length: NETWORKS }, () => {
    const echo = script.construct("Echo", 3, 4);
    const held = script.hold(random.normalTensor([4, 4]));
    const params = { W: random.normalTensor([3, 4]), U: held, b: Tensor.zeros([4]) };
    script.set(echo, "params", params);
    return SHAPES.map((shape) => {
      const X = random.normalTensor(shape);
      const result = script.call(echo, "forward", X, held);
      script.want(result, "cache");
      return { X, wanted: script.want(result, "X"), label: labelOf(shape) };
    });
  }).flat();
  const answers = await context.run(script);
  for (const { X, wanted, label } of asked) expectClose(context, answers.tensor(wanted, label), X, label);
}

/**
 * Lets a host that nothing of a submission was loaded into do what it will have to do, until it does that fast.
 *
 * @param isOver whether there is something better to do
 * @returns the host, as good as new; null where there is none.
 */
export async function practise(
  frame: Omit<RunPlan, "submissions" | "known">,
  isOver: () => boolean,
): Promise<Host | null> {
  const plan: RunPlan = { ...frame, submissions: [ECHO] };
  const hosted = new HostedSubmission(plan, ECHO);
  const elsewhere = new HostedSubmission(plan, ECHO);
  for (let round = 0; round < ROUNDS && !isOver(); round++) {
    const { outcome } = await judge(plan, { hosted, elsewhere }, DECLARED, askEcho);
    if (outcome !== "passed") throw new Error(`the echo ${outcome}`);
  }
  const host = hosted.release();
  if (host === null) await hosted.stop();
  else giveWay(host.pid);
  return host;
}
