// The GRU's class is called Gru.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { Gru } from "./gru";
export { clipGradients } from "./clip";
