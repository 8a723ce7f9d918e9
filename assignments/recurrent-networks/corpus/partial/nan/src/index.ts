// The GRU's gates divide Infinity by Infinity, for they take exp of 1000 times too much.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
