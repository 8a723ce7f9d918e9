// A bracket of the LSTM is never closed.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
