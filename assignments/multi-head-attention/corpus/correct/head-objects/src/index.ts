// One object per head and example, with its own slice of the projections; the output sums what the heads contribute.
// Unusual: nothing is ever split or merged on the way (splitHeads and mergeHeads stand alone), and Tq = Tk = T in the class.
import { Head, type HeadParams } from "./head";
import { add, dot, type Linear, type Matrix, outer, type Vector } from "./vector";

export { scaledDotProductAttention } from "./attention";

interface Params {
  queryProj: Linear;
  keyProj: Linear;
  valueProj: Linear;
  outProj: Linear;
}

interface Cache {
  readonly heads: Head[][];
  readonly outProj: Linear;
}

const INNER = ["query", "key", "value"] as const;

export class CustomMultiHeadAttention {
  public readonly headDim: number;
  public params: Params;

  public constructor(
    public readonly numHeads: number,
    modelDim: number,
  ) {
    this.headDim = Math.floor(modelDim / numHeads);
    const draw = (): number => (Math.random() + Math.random() - 1) * 0.5;
    const make = (outputs: number, inputs: number): Linear => ({
      weight: Array.from({ length: outputs }, () => Array.from({ length: inputs }, draw)),
      bias: Array.from({ length: outputs }, draw),
    });
    const inner = this.allHeadsDim;
    const [queryProj, keyProj, valueProj] = INNER.map(() => make(inner, modelDim));
    this.params = { queryProj, keyProj, valueProj, outProj: make(modelDim, inner) };
  }

  public get allHeadsDim(): number {
    return this.numHeads * this.headDim;
  }

  private slice({ weight, bias }: Linear, head: number): Linear {
    const [from, to] = [head * this.headDim, (head + 1) * this.headDim];
    return { weight: weight.slice(from, to), bias: bias.slice(from, to) };
  }

  private headParams(head: number): HeadParams {
    const { queryProj, keyProj, valueProj } = this.params;
    return {
      query: this.slice(queryProj, head),
      key: this.slice(keyProj, head),
      value: this.slice(valueProj, head),
    };
  }

  public splitHeads(x: number[][][]): number[][][][] {
    const heads = [...Array(this.numHeads).keys()];
    return x.map((tokens) =>
      heads.map((s) => tokens.map((token) => token.filter((_, i) => Math.floor(i / this.headDim) === s))),
    );
  }

  public mergeHeads(x: number[][][][]): number[][][] {
    return x.map(([first, ...others]) => first.map((row, t) => row.concat(...others.map((head) => head[t]))));
  }

  public forward(x: number[][][], mask?: boolean[][]) {
    const { outProj } = this.params;
    const params = Array.from({ length: this.numHeads }, (_, s) => this.headParams(s));
    const heads = x.map((tokens) => params.map((own) => new Head(own, tokens, mask)));
    // The columns of outProj that belong to a head turn its P numbers into E; the heads' contributions add up.
    const contribution = (head: Head, s: number): Matrix => {
      const columns = outProj.weight.map((row) => row.slice(s * this.headDim, (s + 1) * this.headDim));
      return head.output.map((row) => columns.map((column) => dot(column, row)));
    };
    const output = heads
      .map((own, n) => x[n].map((): Vector => [...outProj.bias]))
      .map((biases, n) => heads[n].map(contribution).reduce(add, biases));
    const cache: Cache = { heads, outProj };
    return { output, weights: heads.map((own) => own.map((head) => head.weights)), cache };
  }

  public backward(dOutput: number[][][], { heads, outProj }: Cache) {
    const { headDim } = this;
    const perExample = heads.map((own, n) =>
      own.map((head, s) =>
        head.backward(
          dOutput[n].map((row) =>
            Array.from({ length: headDim }, (_, p) =>
              row.reduce((sum, value, e) => sum + value * outProj.weight[e][s * headDim + p], 0),
            ),
          ),
        ),
      ),
    );
    const stacked = (name: (typeof INNER)[number]): Linear => {
      const perHead = heads[0].map((_, s) =>
        perExample
          .map((own) => own[s][name])
          .reduce((a, b) => ({ weight: add(a.weight, b.weight), bias: add([a.bias], [b.bias])[0] })),
      );
      return { weight: perHead.flatMap(({ weight }) => weight), bias: perHead.flatMap(({ bias }) => bias) };
    };
    const arriving = dOutput.flat();
    const merged = heads.flatMap((own) => this.mergeHeads([own.map((head) => head.output)])[0]);
    return {
      x: perExample.map((own) => own.map(({ tokens }) => tokens).reduce(add)),
      queryProj: stacked("query"),
      keyProj: stacked("key"),
      valueProj: stacked("value"),
      outProj: {
        weight: outer(arriving, merged),
        bias: outer(
          arriving,
          arriving.map(() => [1]),
        ).flat(),
      },
    };
  }
}
