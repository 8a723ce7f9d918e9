import { checksOf, type DeclareCheck } from "../kit/index.js";
import { RNN, paramsOf, startsOf } from "./cell.js";
import { checkCaches, checkGradients, checkLastStep } from "./gradient-checks.js";
import { checkPure } from "./purity-checks.js";
import { checkSaturation } from "./saturation-checks.js";
import { checkForward, checkState } from "./sequence-checks.js";
import { checkParams, checkStep } from "./step-checks.js";
import { checkUnseen } from "./unseen-checks.js";

const check: DeclareCheck = checksOf("rnn");

checkParams(check, RNN, 1);
checkStep(check, RNN, 4);
checkForward(check, RNN, 4);
checkState(check, RNN, 2);
checkSaturation(check, RNN, 1);
checkPure(check, RNN, 1);
checkGradients(check, RNN, "input-weights", paramsOf(RNN, "W"), 2);
checkGradients(check, RNN, "recurrent-weights", paramsOf(RNN, "U"), 2);
checkGradients(check, RNN, "biases", paramsOf(RNN, "b", "c"), 1);
checkGradients(check, RNN, "inputs", ["X"], 2);
checkGradients(check, RNN, "initial-state", startsOf(RNN), 1);
checkLastStep(check, RNN, 1);
checkCaches(check, RNN, 1);
checkUnseen(check, RNN, 1);
