// Forward only: step and forward of all three are right, backward and clipGradients are still as in the starter.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
