// The file throws while it is being imported.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";
export { clipGradients } from "./clip";

throw new Error("the data set is missing");
