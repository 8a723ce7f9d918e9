// A small automatic differentiation: forward records matrices on a tape, and backward walks the tape.
// Unusual: not one gradient of attention is written down; the cache is the recorded graph of all examples.
import {
  addRow,
  beside,
  columns,
  gradients,
  hide,
  matmul,
  scale,
  softmax,
  transpose,
  Variable,
} from "./tape";

type Linear = { weight: number[][]; bias: number[] };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };
type Leaf = { weight: Variable; bias: Variable };
type Leaves = { [name in keyof Params]: Leaf };

const NAMES = ["queryProj", "keyProj", "valueProj", "outProj"] as const;

function attend(Q: Variable, K: Variable, V: Variable, mask?: boolean[][]) {
  const scores = scale(matmul(Q, transpose(K)), 1 / Math.sqrt(K.value[0].length));
  const weights = softmax(mask ? hide(scores, mask) : scores);
  return { weights, output: matmul(weights, V) };
}

export function scaledDotProductAttention(
  Q: number[][][][],
  K: number[][][][],
  V: number[][][][],
  mask?: boolean[][],
) {
  const heads = Q.map((own, n) =>
    own.map((_, s) => attend(new Variable(Q[n][s]), new Variable(K[n][s]), new Variable(V[n][s]), mask)),
  );
  return {
    output: heads.map((own) => own.map(({ output }) => output.value)),
    weights: heads.map((own) => own.map(({ weights }) => weights.value)),
  };
}

const apply = ({ weight, bias }: Leaf, x: Variable): Variable => addRow(matmul(x, transpose(weight)), bias);

export class CustomMultiHeadAttention {
  readonly headDim: number;
  readonly allHeadsDim: number;
  params: Params;

  constructor(
    readonly numHeads: number,
    modelDim: number,
  ) {
    this.headDim = Math.floor(modelDim / numHeads);
    this.allHeadsDim = this.headDim * numHeads;
    this.params = {
      queryProj: this.random(this.allHeadsDim, modelDim),
      keyProj: this.random(this.allHeadsDim, modelDim),
      valueProj: this.random(this.allHeadsDim, modelDim),
      outProj: this.random(modelDim, this.allHeadsDim),
    };
  }

  private random(outputs: number, inputs: number): Linear {
    const row = () => Array.from({ length: inputs }, () => (Math.random() * 2 - 1) / Math.sqrt(inputs));
    return { weight: Array.from({ length: outputs }, row), bias: new Array<number>(outputs).fill(0) };
  }

  private split(x: Variable): Variable[] {
    return Array.from({ length: this.numHeads }, (_, s) => columns(x, s * this.headDim, this.headDim));
  }

  splitHeads(x: number[][][]): number[][][][] {
    return x.map((tokens) => this.split(new Variable(tokens)).map((head) => head.value));
  }

  mergeHeads(x: number[][][][]): number[][][] {
    return x.map((heads) => beside(heads.map((head) => new Variable(head))).value);
  }

  forward(x: number[][][], mask?: boolean[][]) {
    const leaves = Object.fromEntries(
      NAMES.map((name) => {
        const { weight, bias } = this.params[name];
        return [name, { weight: new Variable(weight), bias: new Variable([bias]) }];
      }),
    ) as Leaves;
    const inputs = x.map((tokens) => new Variable(tokens));
    const heads = inputs.map((input) => {
      const [Q, K, V] = [leaves.queryProj, leaves.keyProj, leaves.valueProj].map((leaf) =>
        this.split(apply(leaf, input)),
      );
      return Q.map((_, s) => attend(Q[s], K[s], V[s], mask));
    });
    const outputs = heads.map((own) => apply(leaves.outProj, beside(own.map(({ output }) => output))));
    return {
      output: outputs.map(({ value }) => value),
      weights: heads.map((own) => own.map(({ weights }) => weights.value)),
      cache: { leaves, inputs, outputs },
    };
  }

  backward(
    dOutput: number[][][],
    { leaves, inputs, outputs }: { leaves: Leaves; inputs: Variable[]; outputs: Variable[] },
  ): Params & { x: number[][][] } {
    const table = gradients(outputs, dOutput);
    const of = (variable: Variable): number[][] => table.get(variable) ?? [];
    const projections = NAMES.map((name) => [
      name,
      { weight: of(leaves[name].weight), bias: of(leaves[name].bias)[0] },
    ]);
    return { x: inputs.map(of), ...(Object.fromEntries(projections) as Params) };
  }
}
