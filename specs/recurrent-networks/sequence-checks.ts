import { randomProblem } from "./problem.js";
import type { DeclareCheck } from "../kit/index.js";
import { construct } from "./asking.js";
import type { Cell } from "./cell.js";
import { EDGES, golden, ORDINARY } from "./goldens.js";
import { askSequences, judgeSequences } from "./sequences.js";
import { answersAnew, besideOtherSizes, followsParams, takesAnyBatch } from "./instance-laws.js";
import { neighbourProblem } from "./neighbour.js";
import * as laws from "./state-laws.js";

/** Declares that whole sequences are right: on goldens, those of the smallest sizes among them, and on a random one. */
export function checkForward(check: DeclareCheck, cell: Cell, points: number): void {
  check("forward", { points, kind: "golden" }, async (context) => {
    const script = context.script();
    const asked = [...ORDINARY, ...EDGES].map((id) => {
      const { problem, expected } = golden(cell, id);
      return askSequences(script, problem, context.random.fork(id), expected.states);
    });
    const unstored = randomProblem(context.random, cell, { N: 6, T: 7, D: 4, H: 5 });
    asked.push(askSequences(script, unstored, context.random));
    const answers = await context.run(script);
    for (const question of asked) judgeSequences(context, answers, question);
  });
}

/** Declares how the state is carried: given, left out, cut in two, and what it does not depend on. */
export function checkState(check: DeclareCheck, cell: Cell, points: number): void {
  check("state", { points, kind: "property" }, async (context) => {
    const problem = randomProblem(context.random, cell, laws.SIZES);
    const other = randomProblem(context.random.fork("other"), cell, laws.SIZES);
    const script = context.script();
    const net = construct(script, cell, laws.SIZES, problem.params);
    const neighbour = neighbourProblem(context.random, cell);
    const larger = randomProblem(context.random.fork("larger"), cell, { ...laws.SIZES, N: laws.SIZES.N + 1 });
    const ground = { script, net, problem, other, larger, neighbour };
    const { startsCount, leftOutIsZero, carriesOn, knowsNoFuture } = laws;
    const ofState = [startsCount, leftOutIsZero, carriesOn, knowsNoFuture];
    const judges = [...ofState, followsParams, answersAnew, takesAnyBatch, besideOtherSizes].map((law) =>
      law(ground),
    );
    const answers = await context.run(script);
    for (const judge of judges) judge(context, answers);
  });
}
