// Forward is right, backward gives zeros of the right shapes, and clipGradients gives back what it gets.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";
