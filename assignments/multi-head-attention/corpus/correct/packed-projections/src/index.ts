// One matrix (E,3·S·P) projects to queries, keys and values at once, stored transposed and with the biases as a last row.
// Unusual: params is an accessor that packs what it is given and unpacks fresh arrays at every read.

type Matrix = number[][];
type Linear = { weight: Matrix; bias: number[] };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };
type Cache = {
  ones: Matrix[];
  packed: Matrix[];
  mixedOnes: Matrix[];
  weights: Matrix[][];
  inward: Matrix;
  outward: Matrix;
};

const zeros = (rows: number, cols: number): Matrix =>
  Array.from({ length: rows }, () => Array<number>(cols).fill(0));

function matmul(A: Matrix, B: Matrix): Matrix {
  const C = zeros(A.length, B[0].length);
  A.forEach((row, i) => row.forEach((a, k) => B[k].forEach((b, j) => (C[i][j] += a * b))));
  return C;
}

const transpose = (A: Matrix): Matrix => A[0].map((_, j) => A.map((row) => row[j]));
const withOne = (A: Matrix): Matrix => A.map((row) => row.concat(1));

/** Stacks layers that share an input into (inputs+1, sum of outputs). */
const pack = (...layers: Linear[]): Matrix =>
  transpose(layers.flatMap(({ weight, bias }) => weight.map((row, o) => row.concat(bias[o]))));

/** Takes `count` outputs from `start` on out of a packed matrix. */
const unpack = (packed: Matrix, start: number, count: number): Linear => {
  const rows = transpose(packed).slice(start, start + count);
  return { weight: rows.map((row) => row.slice(0, -1)), bias: rows.map((row) => row[row.length - 1]) };
};

function softmaxRows(scores: Matrix, mask?: boolean[][]): Matrix {
  return scores.map((row, i) => {
    const masked = mask ? row.map((v, j) => (mask[i][j] ? v : -Infinity)) : row;
    const top = Math.max.apply(null, masked);
    const lse = top + Math.log(masked.reduce((total, v) => total + Math.exp(v - top), 0));
    return masked.map((v) => Math.exp(v - lse));
  });
}

function attendOne(Q: Matrix, K: Matrix, V: Matrix, mask?: boolean[][]): { output: Matrix; weights: Matrix } {
  const root = Math.sqrt(K[0].length);
  // Dividing the queries rather than the scores saves Tk/P of the divisions.
  const weights = softmaxRows(
    matmul(
      Q.map((row) => row.map((v) => v / root)),
      transpose(K),
    ),
    mask,
  );
  return { output: matmul(weights, V), weights };
}

export function scaledDotProductAttention(Q: Matrix[][], K: Matrix[][], V: Matrix[][], mask?: boolean[][]) {
  const output: Matrix[][] = [];
  const weights: Matrix[][] = [];
  for (let n = 0; n < Q.length; n++) {
    const heads = Q[n].map((_, s) => attendOne(Q[n][s], K[n][s], V[n][s], mask));
    output.push(heads.map((head) => head.output));
    weights.push(heads.map((head) => head.weights));
  }
  return { output, weights, scale: 1 / Math.sqrt(Q[0][0][0].length) };
}

export class CustomMultiHeadAttention {
  numHeads: number;
  headDim: number;
  allHeadsDim: number;
  #inward: Matrix;
  #outward: Matrix;

  constructor(numHeads: number, modelDim: number) {
    this.numHeads = numHeads;
    this.headDim = ~~(modelDim / numHeads);
    this.allHeadsDim = this.numHeads * this.headDim;
    const random = (rows: number, cols: number): Matrix =>
      zeros(rows, cols).map((row) => row.map(() => (Math.random() - 0.5) * (2 / Math.sqrt(rows))));
    this.#inward = random(modelDim + 1, 3 * this.allHeadsDim);
    this.#outward = random(this.allHeadsDim + 1, modelDim);
  }

  #unpacked(inward: Matrix, outward: Matrix): Params {
    const A = this.allHeadsDim;
    return {
      queryProj: unpack(inward, 0, A),
      keyProj: unpack(inward, A, A),
      valueProj: unpack(inward, 2 * A, A),
      outProj: unpack(outward, 0, outward[0].length),
    };
  }

  get params(): Params {
    return this.#unpacked(this.#inward, this.#outward);
  }

  set params({ queryProj, keyProj, valueProj, outProj }: Params) {
    this.#inward = pack(queryProj, keyProj, valueProj);
    this.#outward = pack(outProj);
  }

  splitHeads(x: Matrix[]): Matrix[][] {
    const P = this.headDim;
    return x.map((example) => {
      const heads: Matrix[] = [];
      for (let start = 0; start < this.allHeadsDim; start += P) {
        heads.push(example.map((token) => token.slice(start, start + P)));
      }
      return heads;
    });
  }

  mergeHeads(x: Matrix[][]): Matrix[] {
    // Transposed heads stacked on each other are the merged example, transposed.
    return x.map((heads) => transpose(heads.flatMap((head) => transpose(head))));
  }

  /** The part of (T,3·S·P) that is head s of queries (0), keys (1) or values (2). */
  #part(packed: Matrix, which: number, s: number): Matrix {
    const start = (which * this.numHeads + s) * this.headDim;
    return packed.map((row) => row.slice(start, start + this.headDim));
  }

  forward(x: Matrix[], mask?: boolean[][]): { output: Matrix[]; weights: Matrix[][]; cache: Cache } {
    const [inward, outward] = [this.#inward, this.#outward];
    const ones = x.map(withOne);
    const packed = ones.map((tokens) => matmul(tokens, inward));
    const heads = packed.map((all) =>
      Array.from({ length: this.numHeads }, (_, s) =>
        attendOne(this.#part(all, 0, s), this.#part(all, 1, s), this.#part(all, 2, s), mask),
      ),
    );
    const mixedOnes = this.mergeHeads(heads.map((own) => own.map((head) => head.output))).map(withOne);
    const weights = heads.map((own) => own.map((head) => head.weights));
    const output = mixedOnes.map((mixed) => matmul(mixed, outward));
    return { output, weights, cache: { ones, packed, mixedOnes, weights, inward, outward } };
  }

  backward(dOutput: Matrix[], cache: Cache): Params & { x: Matrix[] } {
    const { ones, packed, mixedOnes, weights, inward, outward } = cache;
    const dOutward = zeros(outward.length, outward[0].length);
    const dInward = zeros(inward.length, inward[0].length);
    const accumulate = (into: Matrix, from: Matrix): void =>
      from.forEach((row, i) => row.forEach((v, j) => (into[i][j] += v)));
    const x = dOutput.map((dy, n) => {
      accumulate(dOutward, matmul(transpose(mixedOnes[n]), dy));
      const dMixed = matmul(dy, transpose(outward)); // the last column belongs to the ones
      const [dQ, dK, dV]: Matrix[][] = [[], [], []];
      for (let s = 0; s < this.numHeads; s++) {
        const d = this.#part(dMixed, 0, s);
        const w = weights[n][s];
        const dWeights = matmul(d, transpose(this.#part(packed[n], 2, s)));
        const dScores = w.map((row, i) => {
          const mean = row.reduce((sum, v, j) => sum + v * dWeights[i][j], 0);
          return row.map((v, j) => (v * (dWeights[i][j] - mean)) / Math.sqrt(this.headDim));
        });
        dQ.push(matmul(dScores, this.#part(packed[n], 1, s)));
        dK.push(matmul(transpose(dScores), this.#part(packed[n], 0, s)));
        dV.push(matmul(transpose(w), d));
      }
      const dPacked = this.mergeHeads([[...dQ, ...dK, ...dV]])[0];
      accumulate(dInward, matmul(transpose(ones[n]), dPacked));
      return matmul(dPacked, transpose(inward)).map((row) => row.slice(0, -1));
    });
    return { x, ...this.#unpacked(dInward, dOutward) };
  }
}
