import type { Tensors } from "../../reference/models/recurrent-model.js";
import { Adam } from "../../reference/nn/adam.js";
import { fail, numberText, plainNumber, type CheckContext } from "../kit/index.js";
import { callForward, construct } from "./asking.js";
import { named, type Cell } from "./cell.js";
import { sequenceLabel, tensorLabel } from "./labels.js";
import { memoryTask, remembered, swapTwins, type MemoryTask } from "./memory-task.js";

const STEPS = 20;
const RATE = 0.1;

// Over 500 seeds right networks of any kind get 0.74 at least; those without a way back in time stay at 0.
const LEAST = 0.25;

/** What a network remembers, and the gradients of its parameters. */
interface Progress {
  readonly score: number;
  readonly gradients: Tensors;
}

/** What is remembered with these parameters, and the gradients to better them by. */
export type AskProgress = (task: MemoryTask, params: Tensors, step: number) => Promise<Progress>;

/**
 * Lets Adam train for some steps: what was remembered before each of them. Twins change places from step to step, so that
 * nothing can be learned from where an example stands, as by whoever takes examples for steps.
 */
export async function trainToRemember(task: MemoryTask, progress: AskProgress): Promise<number[]> {
  const batches = [task, swapTwins(task)] as const;
  const adam = new Adam<string>({ lr: RATE });
  let params = task.params;
  const scores: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const { score, gradients } = await progress(batches[step % 2 === 0 ? 0 : 1], params, step);
    scores.push(score);
    params = adam.step(params, gradients);
  }
  return scores;
}

/** Asks the submission, with these parameters, for its end states and the gradients of its parameters. */
async function askProgress(
  context: CheckContext,
  cell: Cell,
  task: MemoryTask,
  params: Tensors,
  step: number,
): Promise<Progress> {
  const { sizes, X, h0, dh } = task;
  const script = context.script();
  const net = construct(script, cell, sizes, params);
  const result = callForward(
    script,
    net,
    X,
    cell.states.map(() => h0),
  );
  const h = script.want(result, "h");
  const back = script.call(net, "backward", dh, result.at("cache"));
  const wanted = cell.paramNames.map((name) => [name, script.want(back, name)] as const);
  const answers = await (step === 0 ? context.run(script) : context.runOn(script));
  return {
    score: remembered(task, answers.tensor(h, sequenceLabel(sizes, "h"))),
    gradients: Object.fromEntries(
      wanted.map(([name, gradient]) => [name, answers.tensor(gradient, tensorLabel(name, sizes, "d"))]),
    ),
  };
}

/** The same of the reference. */
function rightProgress(cell: Cell, { X, dh }: MemoryTask, params: Tensors): Promise<Progress> {
  const { states, gradients } = cell.run({ params, X, starts: {}, dh });
  return Promise.resolve({
    score: -dh.times(named(states, "h")).sum(),
    gradients: Object.fromEntries(cell.paramNames.map((name) => [name, named(gradients, name)])),
  });
}

/** Nothing where the submission, driven by our optimizer, learns to remember its first input. */
export async function learnToRemember(context: CheckContext, cell: Cell): Promise<void> {
  const task = memoryTask(context.random, cell);
  const scores = await trainToRemember(task, (batch, params, step) =>
    askProgress(context, cell, batch, params, step),
  );
  const got = scores.at(-1) ?? Number.NaN;
  if (got >= LEAST) return;
  const right = await trainToRemember(task, (batch, params) => rightProgress(cell, batch, params));
  context.picture({
    kind: "lines",
    what: cell.name,
    xAxis: "training-step",
    yAxis: "remembered",
    series: [
      { name: "submission", values: scores.map(plainNumber) },
      { name: "reference", values: right.map(plainNumber) },
    ],
  });
  fail("recurrent-networks.not-remembered", {
    name: cell.name,
    steps: STEPS,
    got: numberText(got),
    right: numberText(right.at(-1) ?? Number.NaN),
    least: LEAST,
  });
}
