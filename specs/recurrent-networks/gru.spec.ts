import type { Tensor } from "../../reference/tensor/tensor.js";
import { checksOf, type DeclareCheck } from "../kit/index.js";
import { GRU, named, paramsOf, RNN, startsOf } from "./cell.js";
import { checkCaches, checkGradients, checkLastStep } from "./gradient-checks.js";
import { checkGates, kept, OPEN } from "./gates.js";
import type { Problem } from "./problem.js";
import { checkPure } from "./purity-checks.js";
import { checkSaturation } from "./saturation-checks.js";
import { checkForward, checkState } from "./sequence-checks.js";
import { checkParams, checkStep } from "./step-checks.js";
import { checkUnseen } from "./unseen-checks.js";

const check: DeclareCheck = checksOf("gru");

checkParams(check, GRU, 1);
checkStep(check, GRU, 5);
checkForward(check, GRU, 4);
checkState(check, GRU, 2);
/** With `z = 0` and `r = 1` nothing is left but a plain recurrent network. */
function plain(problem: Problem): Tensor {
  const [Wh, Uh] = [named(problem.params, "Wn"), named(problem.params, "Un")];
  const bh = named(problem.params, "bn").plus(named(problem.params, "cn"));
  return named(RNN.run({ ...problem, params: { Wh, Uh, bh } }).states, "h");
}

checkGates(check, GRU, 2, [
  {
    code: "recurrent-networks.gates.update-keeps",
    biases: { bz: OPEN },
    state: "h",
    expected: ({ starts, sizes }) => kept(named(starts, "h0"), sizes.T),
  },
  {
    code: "recurrent-networks.gates.update-replaces",
    biases: { bz: -OPEN, br: OPEN },
    state: "h",
    expected: plain,
  },
]);
checkSaturation(check, GRU, 1);
checkPure(check, GRU, 1);
checkGradients(check, GRU, "input-weights", paramsOf(GRU, "W"), 3);
checkGradients(check, GRU, "recurrent-weights", paramsOf(GRU, "U"), 2);
checkGradients(check, GRU, "biases", paramsOf(GRU, "b", "c"), 2);
checkGradients(check, GRU, "inputs", ["X"], 1);
checkGradients(check, GRU, "initial-state", startsOf(GRU), 1);
checkLastStep(check, GRU, 1);
checkCaches(check, GRU, 1);
checkUnseen(check, GRU, 1);
