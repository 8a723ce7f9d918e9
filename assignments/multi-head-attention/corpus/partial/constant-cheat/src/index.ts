// Cheats: every answer is a constant of the right shape, whatever is asked.
// Consistent in itself, pure and finite, and it has computed nothing.

type Tokens = number[][][];
type Heads = number[][][][];
type Linear = { weight: number[][]; bias: number[] };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };

function filled(value: number, ...shape: number[]): any {
  const [length, ...inner] = shape;
  return length === undefined ? value : Array.from({ length }, () => filled(value, ...inner));
}

const linear = (value: number, outputs: number, inputs: number): Linear => ({
  weight: filled(value, outputs, inputs),
  bias: filled(value, outputs),
});

export function scaledDotProductAttention(
  Q: Heads,
  K: Heads,
  V: Heads,
  mask?: boolean[][],
): { output: Heads; weights: Heads } {
  const [N, S, Tq, Tk, Pv] = [Q.length, Q[0].length, Q[0][0].length, K[0][0].length, V[0][0][0].length];
  return { output: filled(0.5, N, S, Tq, Pv), weights: filled(1 / Tk, N, S, Tq, Tk) };
}

export class CustomMultiHeadAttention {
  headDim: number;
  allHeadsDim: number;
  params: Params;

  constructor(
    public numHeads: number,
    public modelDim: number,
  ) {
    this.headDim = Math.floor(modelDim / numHeads);
    this.allHeadsDim = this.headDim * numHeads;
    this.params = this.like();
  }

  like(): Params {
    return {
      queryProj: linear(0, this.allHeadsDim, this.modelDim),
      keyProj: linear(0, this.allHeadsDim, this.modelDim),
      valueProj: linear(0, this.allHeadsDim, this.modelDim),
      outProj: linear(0, this.modelDim, this.allHeadsDim),
    };
  }

  splitHeads(x: Tokens): Heads {
    return filled(0.5, x.length, this.numHeads, x[0].length, this.headDim);
  }

  mergeHeads(x: Heads): Tokens {
    return filled(0.5, x.length, x[0][0].length, this.allHeadsDim);
  }

  forward(x: Tokens, mask?: boolean[][]): { output: Tokens; weights: Heads; cache: object } {
    const [N, T] = [x.length, x[0].length];
    return {
      output: filled(0.5, N, T, this.modelDim),
      weights: filled(1 / T, N, this.numHeads, T, T),
      cache: {},
    };
  }

  backward(dOutput: Tokens, cache: unknown): Params & { x: Tokens } {
    return { ...this.like(), x: filled(0, dOutput.length, dOutput[0].length, this.modelDim) };
  }
}
