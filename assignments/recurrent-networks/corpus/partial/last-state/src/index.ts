// forward returns the last h (N,H) instead of all of them, as layers do that give only their last output.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
