// Plain nested loops, one file per network, each formula on a line of its own.
// Nothing unusual: every mutant of the corpus is a small edit of this submission.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
