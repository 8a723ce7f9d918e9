import { Tensor } from "../../reference/tensor/tensor.js";
import { checksOf, type DeclareCheck } from "../kit/index.js";
import { LSTM, named, paramsOf, startsOf } from "./cell.js";
import { checkCaches, checkGradients, checkLastStep } from "./gradient-checks.js";
import { checkGates, kept, OPEN } from "./gates.js";
import { checkPure } from "./purity-checks.js";
import { checkSaturation } from "./saturation-checks.js";
import { checkForward, checkState } from "./sequence-checks.js";
import { checkParams, checkStep } from "./step-checks.js";
import { checkUnseen } from "./unseen-checks.js";

const check: DeclareCheck = checksOf("lstm");

checkParams(check, LSTM, 1);
checkStep(check, LSTM, 5);
checkForward(check, LSTM, 4);
checkState(check, LSTM, 2);
checkGates(check, LSTM, 2, [
  {
    code: "recurrent-networks.gates.keep",
    biases: { bf: OPEN, bi: -OPEN },
    state: "c",
    expected: ({ starts, sizes }) => kept(named(starts, "c0"), sizes.T),
  },
  {
    code: "recurrent-networks.gates.clear",
    biases: { bf: -OPEN, bi: -OPEN },
    state: "c",
    expected: ({ dh }) => Tensor.zeros(dh.shape),
  },
  {
    code: "recurrent-networks.gates.closed",
    biases: { bo: -OPEN },
    state: "h",
    expected: ({ dh }) => Tensor.zeros(dh.shape),
  },
]);
checkSaturation(check, LSTM, 1);
checkPure(check, LSTM, 1);
checkGradients(check, LSTM, "input-weights", paramsOf(LSTM, "W"), 3);
checkGradients(check, LSTM, "recurrent-weights", paramsOf(LSTM, "U"), 3);
checkGradients(check, LSTM, "biases", paramsOf(LSTM, "b", "c"), 2);
checkGradients(check, LSTM, "inputs", ["X"], 1);
checkGradients(check, LSTM, "initial-state", startsOf(LSTM), 2);
checkLastStep(check, LSTM, 1);
checkCaches(check, LSTM, 1);
checkUnseen(check, LSTM, 1);
