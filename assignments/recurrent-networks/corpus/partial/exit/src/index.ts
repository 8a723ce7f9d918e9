// The GRU's backward ends the process.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
