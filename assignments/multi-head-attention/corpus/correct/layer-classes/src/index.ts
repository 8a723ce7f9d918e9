// Classes over several files: Linear, Softmax and DotProduct each with forward and backward, and a context of their own.
// Unusual: everything works on one (tokens, features) Matrix at a time; re-exports, folders and import endings are mixed.
export { CustomMultiHeadAttention } from "./attention-layer.js";
export * from "./scaled-dot-product.ts";
export type { LinearParams } from "./linear";
export const VERSION = "1.0";
