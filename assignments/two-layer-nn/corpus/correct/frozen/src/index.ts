// Everything is frozen: params, results and ffDict, which is a function; sizes are readonly, calls counted by a bigint.
// Epochs are shuffled by sorting with a random comparator, batches come from a generator, log-sum-exp softmax.
type M = readonly (readonly number[])[];
const freeze = (m: number[][]): M => Object.freeze(m.map((r) => Object.freeze(r)));
const gauss = (): number => {
  let s = 0;
  for (let i = 0; i < 12; i++) s += Math.random();
  return s - 6;
};
const dot = (a: M, b: M): number[][] =>
  a.map((r) => b[0]!.map((_, j) => r.reduce((s, v, k) => s + v * b[k]![j]!, 0)));
const T = (a: M): number[][] => a[0]!.map((_, j) => a.map((r) => r[j]!));
const sig = (x: number) => 0.5 * (1 + Math.tanh(x / 2));
function* chunks<X>(xs: X[], n: number): Generator<X[]> {
  for (let i = 0; i < xs.length; i += n) yield xs.slice(i, i + n);
}
export class TwoLayerNN {
  readonly inputDim;
  readonly numHiddens;
  readonly numClasses;
  #p: any;
  calls = 0n;
  get params() {
    return this.#p;
  }
  set params(v) {
    this.#p = Object.freeze({ ...v });
  }
  constructor(a: number, b: number, c: number) {
    this.inputDim = a;
    this.numHiddens = b;
    this.numClasses = c;
    this.params = this.initializeParameters(a, b, c);
  }
  initializeParameters(D: number, H: number, C: number) {
    const w = (i: number, o: number) =>
      freeze(
        Array.from({ length: i }, () => Array.from({ length: o }, () => gauss() * Math.sqrt(2 / (i + o)))),
      );
    return Object.freeze({
      W1: w(D, H),
      b1: Object.freeze(Array(H).fill(0)),
      W2: w(H, C),
      b2: Object.freeze(Array(C).fill(0)),
    });
  }
  forward = (X: M) => {
    this.calls++;
    const { W1, b1, W2, b2 } = this.params;
    const h = dot(X, W1).map((r) => r.map((v, j) => sig(v + b1[j])));
    const z = dot(h, W2).map((r) => r.map((v, j) => v + b2[j]));
    const y = z.map((r) => {
      const m = r.reduce((a, b) => (a > b ? a : b));
      const lse = m + Math.log(r.reduce((s, v) => s + Math.exp(v - m), 0));
      return r.map((v) => Math.exp(v - lse));
    });
    return { y: freeze(y), ffDict: Object.freeze(Object.assign(() => h, { y, X })), extra: Symbol("x") };
  };
  computeLoss(Y: M, P: M) {
    return (
      -Y.flatMap((r, n) => r.map((t, c) => t * Math.log(Math.max(P[n]![c]!, 1e-12)))).reduce(
        (a, b) => a + b,
        0,
      ) / Y.length
    );
  }
  backward(X: M, Y: M, ff: any) {
    const h = ff() as number[][];
    const N = X.length;
    const d2 = ff.y.map((r: number[], n: number) => r.map((v, c) => (v - Y[n]![c]!) / N));
    const d1 = dot(d2, T(this.params.W2)).map((r, n) => r.map((v, j) => v * h[n]![j]! * (1 - h[n]![j]!)));
    const sum = (m: number[][]) => m[0]!.map((_, j) => m.reduce((s, r) => s + r[j]!, 0));
    return { W1: dot(T(X), d1), b1: sum(d1), W2: dot(T(h), d2), b2: sum(d2) };
  }
  trainStep(X: M, Y: M, lr: number) {
    const { y, ffDict } = this.forward(X);
    const g: any = this.backward(X, Y, ffDict);
    const p = this.params;
    const step = (a: any, b: any): any =>
      Array.isArray(a) ? Object.freeze(a.map((v: any, i: number) => step(v, b[i]))) : a - lr * b;
    this.params = { W1: step(p.W1, g.W1), b1: step(p.b1, g.b1), W2: step(p.W2, g.W2), b2: step(p.b2, g.b2) };
    return this.computeLoss(Y, y);
  }
  evaluate(Y: M, P: M) {
    const am = (r: readonly number[]) => r.indexOf(Math.max(...r));
    return (100 * Y.filter((r, n) => am(r) === am(P[n]!)).length) / Y.length;
  }
  train(X: M, Y: M, XV: M, YV: M, { lr, epochs, batchSize }: any) {
    const hist: any = { trainLoss: [], trainAccuracy: [], validLoss: [], validAccuracy: [] };
    for (let e = 0; e < epochs; e++) {
      const order = X.map((_, i) => i).sort(() => Math.random() - 0.5);
      for (const c of chunks(order, batchSize))
        this.trainStep(
          c.map((i) => X[i]!),
          c.map((i) => Y[i]!),
          lr,
        );
      for (const [k, A, B] of [
        ["train", X, Y],
        ["valid", XV, YV],
      ] as const) {
        const { y } = this.forward(A);
        hist[k + "Loss"].push(this.computeLoss(B, y));
        hist[k + "Accuracy"].push(this.evaluate(B, y));
      }
    }
    return hist;
  }
}
