// Every product, split, merge, sum and broadcast is one einsum over flat arrays; the formulas name their axes.
// Unusual: projections are reshaped to (S,P,E), so heads are an axis of the weights and nothing has to be split.
import { combine, einsum, nested, reshape, type Tensor, tensor } from "./einsum";

type Linear = { weight: number[][]; bias: number[] };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };

const ones = (...shape: number[]): Tensor => ({ shape, data: Array(shape.reduce((a, b) => a * b)).fill(1) });

function attend(Q: Tensor, K: Tensor, V: Tensor, mask?: boolean[][]) {
  const [, , i, p] = Q.shape;
  const j = K.shape[2];
  const scores = combine((score) => score / Math.sqrt(p), einsum("nsip,nsjp->nsij", Q, K));
  const open = (index: number): boolean => !mask || mask[Math.floor(index / j) % i][index % j];
  const seen = scores.data.map((score, index) => (open(index) ? score : -Infinity));
  const shift = Array.from({ length: seen.length / j }, (_, row) =>
    Math.max(...seen.slice(row * j, row * j + j)),
  );
  const powers = {
    shape: scores.shape,
    data: seen.map((v, index) => Math.exp(v - shift[Math.floor(index / j)])),
  };
  const sums = einsum("nsi,j->nsij", einsum("nsij->nsi", powers), ones(j));
  const weights = combine((power, sum) => power / sum, powers, sums);
  return { weights, output: einsum("nsij,nsjp->nsip", weights, V) };
}

export function scaledDotProductAttention(Q: unknown, K: unknown, V: unknown, mask?: boolean[][]) {
  const { output, weights } = attend(tensor(Q), tensor(K), tensor(V), mask);
  return { output: nested(output), weights: nested(weights) };
}

export class CustomMultiHeadAttention {
  numHeads: number;
  headDim: number;
  allHeadsDim: number;
  params: Params;

  constructor(numHeads: number, modelDim: number) {
    this.numHeads = numHeads;
    this.headDim = Math.floor(modelDim / numHeads);
    this.allHeadsDim = numHeads * this.headDim;
    const linear = (out: number, inner: number): Linear => ({
      weight: nested(combine(() => (Math.random() - 0.5) / 2, ones(out, inner))),
      bias: combine(() => 0, ones(out)).data,
    });
    this.params = {
      queryProj: linear(this.allHeadsDim, modelDim),
      keyProj: linear(this.allHeadsDim, modelDim),
      valueProj: linear(this.allHeadsDim, modelDim),
      outProj: linear(modelDim, this.allHeadsDim),
    };
  }

  splitHeads(x: number[][][]): number[][][][] {
    const X = tensor(x);
    const [N, T] = X.shape;
    return nested(einsum("ntsp->nstp", reshape(X, N, T, this.numHeads, this.headDim)));
  }

  mergeHeads(x: number[][][][]): number[][][] {
    const X = tensor(x);
    const [N, S, T, P] = X.shape;
    return nested(reshape(einsum("nstp->ntsp", X), N, T, S * P));
  }

  forward(x: number[][][], mask?: boolean[][]) {
    const X = tensor(x);
    const [N, T, E] = X.shape;
    const [S, P] = [this.numHeads, this.headDim];
    const load = ({ weight, bias }: Linear) => ({
      W: reshape(tensor(weight), S, P, E),
      b: reshape(tensor(bias), S, P),
    });
    const [q, k, v] = [this.params.queryProj, this.params.keyProj, this.params.valueProj].map(load);
    const heads = ({ W, b }: { W: Tensor; b: Tensor }): Tensor =>
      combine((a, c) => a + c, einsum("nte,spe->nstp", X, W), einsum("sp,n,t->nstp", b, ones(N), ones(T)));
    const [Q, K, V] = [heads(q), heads(k), heads(v)];
    const { output: Y, weights: A } = attend(Q, K, V, mask);
    const O = reshape(tensor(this.params.outProj.weight), E, S, P);
    const bias = einsum("e,n,t->nte", tensor(this.params.outProj.bias), ones(N), ones(T));
    const output = combine((a, c) => a + c, einsum("nstp,esp->nte", Y, O), bias);
    const cache = new Map(Object.entries({ X, Q, K, V, A, Y, O, Wq: q.W, Wk: k.W, Wv: v.W }));
    return { output: nested(output), weights: nested(A), cache };
  }

  backward(dOutput: number[][][], cache: Map<string, Tensor>) {
    const [X, Q, K, V, A, Y, O] = ["X", "Q", "K", "V", "A", "Y", "O"].map((name) => cache.get(name)!);
    const [Wq, Wk, Wv] = ["Wq", "Wk", "Wv"].map((name) => cache.get(name)!);
    const [, S, T, P] = Q.shape;
    const E = X.shape[2];
    const D = tensor(dOutput);
    const dY = einsum("nte,esp->nstp", D, O);
    const dA = einsum("nsip,nsjp->nsij", dY, V);
    const mean = einsum("nsij,nsij,k->nsik", A, dA, ones(T));
    const dZ = combine((a, d, m) => (a * (d - m)) / Math.sqrt(P), A, dA, mean);
    const dQ = einsum("nsij,nsjp->nsip", dZ, K);
    const dK = einsum("nsij,nsip->nsjp", dZ, Q);
    const dV = einsum("nsij,nsip->nsjp", A, dY);
    const gradient = (d: Tensor): Linear => ({
      weight: nested(reshape(einsum("nstp,nte->spe", d, X), S * P, E)),
      bias: nested(reshape(einsum("nstp->sp", d), S * P)),
    });
    const back = (d: Tensor, W: Tensor): Tensor => einsum("nstp,spe->nte", d, W);
    return {
      x: nested(combine((a, b, c) => a + b + c, back(dQ, Wq), back(dK, Wk), back(dV, Wv))),
      queryProj: gradient(dQ),
      keyProj: gradient(dK),
      valueProj: gradient(dV),
      outProj: {
        weight: nested(reshape(einsum("nte,nstp->esp", D, Y), E, S * P)),
        bias: nested(einsum("nte->e", D)),
      },
    };
  }
}
