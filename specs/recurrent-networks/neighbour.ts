import type { Finding } from "../../grader/result/index.js";
import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Random } from "../../reference/random/random.js";
import type { Handle, Script } from "../kit/index.js";
import { callForward, construct } from "./asking.js";
import type { Cell } from "./cell.js";
import { randomProblem, startingStates, type Problem } from "./problem.js";

// A second network, in use at the same time as the one that is judged, every size of which is another.

/** Smaller in every way than any that is judged beside it: whoever takes its sizes gives less, but gives it. */
export const NEIGHBOUR_SIZES: RecurrentSizes = { N: 1, T: 2, D: 2, H: 3 };

/** The sentence for what goes wrong only beside it. */
export const OTHER_SIZES: Finding = { code: "recurrent-networks.other-sizes", values: {} };

/** A problem for it. */
export function neighbourProblem(random: Random, cell: Cell): Problem {
  return randomProblem(random.fork("neighbour"), cell, NEIGHBOUR_SIZES);
}

/** Makes it and goes forward and back with it; what comes of that does not matter. */
export function useNeighbour(script: Script, cell: Cell, random: Random): Handle {
  const problem = neighbourProblem(random, cell);
  const net = construct(script, cell, NEIGHBOUR_SIZES, problem.params);
  const { X, dh } = problem;
  return script.call(net, "backward", dh, callForward(script, net, X, startingStates(problem)).at("cache"));
}
