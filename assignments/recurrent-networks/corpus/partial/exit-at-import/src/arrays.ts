// Letters: N batch, T time steps, D input features, H hidden units.

export function vector(length: number): number[] {
  return new Array<number>(length).fill(0);
}

export function matrix(rows: number, cols: number): number[][] {
  return Array.from({ length: rows }, () => vector(cols));
}

export function tensor(N: number, T: number, features: number): number[][][] {
  return Array.from({ length: N }, () => matrix(T, features));
}

/** Uniform within ±1/√H, as PyTorch begins. */
export function randomVector(H: number): number[] {
  const bound = 1 / Math.sqrt(H);
  return vector(H).map(() => bound * (2 * Math.random() - 1));
}

export function randomMatrix(rows: number, H: number): number[][] {
  return matrix(rows, H).map(() => randomVector(H));
}

/** What all examples of X (N,T,D) have at step t: (N,D). */
export function atStep(X: number[][][], t: number): number[][] {
  return X.map((sequence) => sequence[t]);
}

/** The logistic function; each branch only ever takes exp of something negative. */
export function sigmoid(z: number): number {
  if (z >= 0) {
    return 1 / (1 + Math.exp(-z));
  }
  const e = Math.exp(z);
  return e / (1 + e);
}
