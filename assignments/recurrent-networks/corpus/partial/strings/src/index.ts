// The RNN rounds with toFixed, which gives strings.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
