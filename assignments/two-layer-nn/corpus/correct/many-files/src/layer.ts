/** Which layer, counted as in the handout. */
export enum Layer {
  Hidden = 1,
  Output,
}

/** What is kept of a forward pass, and under which name. */
export enum Kept {
  Hidden = "hidden activations",
  Output = "probabilities",
}
