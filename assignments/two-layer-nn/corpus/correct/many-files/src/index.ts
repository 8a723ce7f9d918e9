// Split over folders; relative imports end in .js, in .ts and in nothing, and one names a folder.
// Unusual: string and numeric enums, parameter properties, a type-only import and a re-export.
export { TwoLayerNN } from "./network.js";
export { Layer } from "./layer";
export type { Params } from "./types.ts";
