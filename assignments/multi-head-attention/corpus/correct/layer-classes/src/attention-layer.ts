import { DotProduct } from "./dot-product.ts";
import { Linear, type LinearParams } from "./linear";
import { Matrix } from "./math/matrix.js";

enum Projection {
  Query = "queryProj",
  Key = "keyProj",
  Value = "valueProj",
  Out = "outProj",
}

type Layers = Record<Projection, Linear>;

/** All that one example leaves behind on its way forward. */
class Trace {
  constructor(
    readonly layers: Layers,
    readonly x: Matrix,
    readonly heads: DotProduct[],
    readonly merged: Matrix,
  ) {}
}

abstract class Module {
  abstract params: Record<Projection, LinearParams>;

  protected layers(): Layers {
    const layers = Object.values(Projection).map((name) => [name, new Linear(this.params[name])]);
    return Object.fromEntries(layers) as Layers;
  }
}

export class CustomMultiHeadAttention extends Module {
  params: Record<Projection, LinearParams>;
  readonly headDim: number;
  readonly allHeadsDim: number;

  constructor(
    readonly numHeads: number,
    modelDim: number,
  ) {
    super();
    this.headDim = (modelDim - (modelDim % numHeads)) / numHeads;
    this.allHeadsDim = this.headDim * numHeads;
    this.params = {
      [Projection.Query]: Linear.random(modelDim, this.allHeadsDim),
      [Projection.Key]: Linear.random(modelDim, this.allHeadsDim),
      [Projection.Value]: Linear.random(modelDim, this.allHeadsDim),
      [Projection.Out]: Linear.random(this.allHeadsDim, modelDim),
    };
  }

  private split(x: Matrix): Matrix[] {
    return Array.from({ length: this.numHeads }, (_, s) => x.columns(s * this.headDim, this.headDim));
  }

  splitHeads(x: number[][][]): number[][][][] {
    return x.map((tokens) => this.split(Matrix.from(tokens)).map((head) => head.toArray()));
  }

  mergeHeads(x: number[][][][]): number[][][] {
    return x.map((heads) => Matrix.beside(heads.map((head) => Matrix.from(head))).toArray());
  }

  forward(x: number[][][], mask?: boolean[][]) {
    const layers = this.layers();
    const cache = x.map((tokens) => {
      const input = Matrix.from(tokens);
      const [Q, K, V] = [layers.queryProj, layers.keyProj, layers.valueProj].map((l) =>
        this.split(l.forward(input)),
      );
      const heads = Q.map((_, s) => new DotProduct(Q[s], K[s], V[s], mask));
      return new Trace(layers, input, heads, Matrix.beside(heads.map((head) => head.output)));
    });
    return {
      output: cache.map(({ merged }) => layers.outProj.forward(merged).toArray()),
      weights: cache.map(({ heads }) => heads.map((head) => head.weights.toArray())),
      cache,
    };
  }

  backward(dOutput: number[][][], cache: Trace[]) {
    const total = new Map<string, { weight: Matrix; bias: number[] }>();
    const step = (name: Projection, dy: Matrix, x: Matrix, { layers }: Trace): Matrix => {
      const { dx, weight, bias } = layers[name].backward(dy, x);
      const sum = total.get(name);
      total.set(
        name,
        sum
          ? { weight: sum.weight.plus(weight), bias: sum.bias.map((b, i) => b + bias[i]) }
          : { weight, bias },
      );
      return dx;
    };
    const x = cache.map((trace, n) => {
      const dMerged = step(Projection.Out, Matrix.from(dOutput[n]), trace.merged, trace);
      const dHeads = this.split(dMerged).map((d, s) => trace.heads[s].backward(d));
      const back = (name: Projection, which: "Q" | "K" | "V"): Matrix =>
        step(name, Matrix.beside(dHeads.map((d) => d[which])), trace.x, trace);
      return back(Projection.Query, "Q")
        .plus(back(Projection.Key, "K"))
        .plus(back(Projection.Value, "V"))
        .toArray();
    });
    const gradients = [...total].map(([name, { weight, bias }]) => [
      name,
      { weight: weight.toArray(), bias },
    ]);
    return { x, ...Object.fromEntries(gradients) };
  }
}
