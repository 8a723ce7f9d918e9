export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
