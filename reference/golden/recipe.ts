import type { GoldenCase, GoldenTensor } from "./format.js";

/** How the golden file of one assignment is made. */
export interface Recipe {
  readonly assignment: string;
  /** What draws the inputs; give it a new version whenever it draws others. */
  readonly generator: { readonly name: string; readonly version: string };
  readonly seed: string;
  /** The source file of the reference that computes the outputs, from the root of the package. */
  readonly entry: string;
  /** The oracle's script, from the root of the package. */
  readonly oracle: string;
  /** The cases without their outputs, the same at every call. */
  inputs(): Omit<GoldenCase, "outputs">[];
  /** What the reference computes from the inputs of a case. */
  outputs(inputs: Readonly<Record<string, GoldenTensor>>): Record<string, GoldenTensor>;
}
