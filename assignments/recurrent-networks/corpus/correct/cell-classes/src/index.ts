// Over several files: RecurrentLayer walks through time once and for all, its three subclasses know one step each.
// Unusual: parameter properties, an enum for the direction, getters, Float64Array sums, imports that end in .ts, .js and nothing.

export { RNN } from "./cells/rnn.ts";
export { LSTM } from "./cells/lstm.js";
export { GRU } from "./cells/gru";
export * from "./clip-gradients.js";
