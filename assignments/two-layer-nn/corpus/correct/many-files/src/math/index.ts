export * from "./matrix";
export * from "./random.js";
export { sigmoid, softmax } from "./activations.ts";
