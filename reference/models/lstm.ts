import { glorotNormal } from "../nn/glorot.js";
import { recurrentSum, recurrentSumBackward } from "../nn/recurrent-sum.js";
import { sigmoid, sigmoidBackward } from "../nn/sigmoid.js";
import { tanh, tanhBackward } from "../nn/tanh.js";
import type { Random } from "../random/random.js";
import { sequenceOf, stepAt } from "../tensor/steps.js";
import { Tensor } from "../tensor/tensor.js";

// N batch, T time steps, D input features, H hidden units
// Source: Hochreiter & Schmidhuber 1997, "Long short-term memory"; the forget gate is that of Gers, Schmidhuber &
// Cummins 2000, "Learning to forget: continual prediction with LSTM"

/** The parameters, `W (D, H)`, `U (H, H)`, `b (H)`, of input gate, forget gate, candidate and output gate. */
// prettier-ignore
export const PARAM_NAMES = [
  "Wi", "Ui", "bi",
  "Wf", "Uf", "bf",
  "Wg", "Ug", "bg",
  "Wo", "Uo", "bo",
] as const;

/** The weights and biases of a long short-term memory. */
export type LstmParams = Readonly<Record<(typeof PARAM_NAMES)[number], Tensor>>;

/** What one step computes, each `(N, H)`. */
interface LstmStep {
  readonly i: Tensor;
  readonly f: Tensor;
  readonly g: Tensor;
  readonly o: Tensor;
  /** the cell after the step */
  readonly c: Tensor;
  /** the hidden state after the step */
  readonly h: Tensor;
}

/** What `forward` computes, and what `backward` needs of it. */
export interface LstmCache {
  /** inputs `(N, T, D)` */
  readonly X: Tensor;
  /** hidden state and cell before the first step, `(N, H)` */
  readonly h0: Tensor;
  readonly c0: Tensor;
  /** T steps */
  readonly steps: readonly LstmStep[];
  /** hidden state and cell after every step, `(N, T, H)` */
  readonly h: Tensor;
  readonly c: Tensor;
}

/** The gradients of the parameters, of the inputs, and of hidden state and cell before the first step. */
export interface LstmGradients extends LstmParams {
  /** `(N, T, D)` */
  readonly X: Tensor;
  /** `(N, H)` */
  readonly h0: Tensor;
  /** `(N, H)` */
  readonly c0: Tensor;
}

const GATES = ["i", "f", "g", "o"] as const;
type Gate = (typeof GATES)[number];

/** `W`, `U` and `b` of one gate. */
function weightsOf(params: LstmParams, gate: Gate): { W: Tensor; U: Tensor; b: Tensor } {
  return { W: params[`W${gate}`], U: params[`U${gate}`], b: params[`b${gate}`] };
}

/** Fresh parameters: Glorot-normal weights, zero biases. */
export function initialize(random: Random, D: number, H: number): LstmParams {
  const W = (): Tensor => glorotNormal(random, D, H); // (D, H)
  const U = (): Tensor => glorotNormal(random, H, H); // (H, H)
  const b = (): Tensor => Tensor.zeros([H]); // (H)
  // prettier-ignore
  return {
    Wi: W(), Ui: U(), bi: b(),
    Wf: W(), Uf: U(), bf: b(),
    Wg: W(), Ug: U(), bg: b(),
    Wo: W(), Uo: U(), bo: b(),
  };
}

/** `i, f, o = σ(x·W + h·U + b)`, `g = tanh(x·Wg + h·Ug + bg)`, `c' = f∘c + i∘g`, `h' = o∘tanh(c')`. */
function cell(params: LstmParams, x: Tensor, h: Tensor, c: Tensor): LstmStep {
  const i = sigmoid(recurrentSum(weightsOf(params, "i"), x, h)); // (N, H)
  const f = sigmoid(recurrentSum(weightsOf(params, "f"), x, h)); // (N, H)
  const g = tanh(recurrentSum(weightsOf(params, "g"), x, h)); // (N, H)
  const o = sigmoid(recurrentSum(weightsOf(params, "o"), x, h)); // (N, H)
  const next = f.times(c).plus(i.times(g)); // (N, H)
  return { i, f, g, o, c: next, h: o.times(tanh(next)) };
}

/**
 * One step: `c' = f∘c + i∘g`, `h' = o∘tanh(c')`.
 *
 * @param x inputs of this step `(N, D)`
 * @param h hidden state before it `(N, H)`
 * @param c cell before it `(N, H)`
 * @returns hidden state and cell after it, `(N, H)`
 */
export function step(params: LstmParams, x: Tensor, h: Tensor, c: Tensor): { h: Tensor; c: Tensor } {
  const next = cell(params, x, h, c);
  return { h: next.h, c: next.c };
}

/**
 * Step after step, from `h0` and `c0 (N, H)` or from zeros.
 *
 * @param X inputs `(N, T, D)`, T ≥ 1
 */
export function forward(params: LstmParams, X: Tensor, h0?: Tensor, c0?: Tensor): LstmCache {
  const [N = 0, T = 0] = X.shape;
  const zeros = Tensor.zeros([N, params.bi.columns]); // (N, H)
  const start = { h: h0 ?? zeros, c: c0 ?? zeros }; // (N, H) each
  const steps: LstmStep[] = [];
  for (let t = 0; t < T; t++) {
    const before = steps[t - 1] ?? start;
    steps.push(cell(params, stepAt(X, t), before.h, before.c)); // (N, D), (N, H), (N, H)
  }
  const h = sequenceOf(steps.map((each) => each.h)); // T × (N, H) → (N, T, H)
  const c = sequenceOf(steps.map((each) => each.c)); // (N, T, H)
  return { X, h0: start.h, c0: start.c, steps, h, c };
}

/**
 * The gradient of `Σ h∘dh`: back-propagation through time, along the hidden state and along the cell.
 *
 * @param dh `(N, T, H)`, the gradient that arrives at every step's hidden state; none arrives at the cell
 * @param cache what `forward` gave for the same parameters
 */
export function backward(params: LstmParams, dh: Tensor, cache: LstmCache): LstmGradients {
  const { X, h0, c0, steps } = cache;
  const total = Object.fromEntries(
    PARAM_NAMES.map((name) => [name, Tensor.zeros(params[name].shape)]),
  ) as Record<(typeof PARAM_NAMES)[number], Tensor>;
  const dX: Tensor[] = []; // T × (N, D)
  let later = { h: Tensor.zeros(h0.shape), c: Tensor.zeros(c0.shape) }; // (N, H), from the steps after
  for (const [t, at] of [...steps.entries()].toReversed()) {
    const before = steps[t - 1] ?? { h: h0, c: c0 }; // (N, H) each
    const [x, tanhC] = [stepAt(X, t), tanh(at.c)]; // (N, D), (N, H)
    const dhHere = stepAt(dh, t).plus(later.h); // (N, H)
    const dc = later.c.plus(tanhBackward(dhHere.times(at.o), tanhC)); // (N, H)
    const dz = {
      i: sigmoidBackward(dc.times(at.g), at.i), // (N, H)
      f: sigmoidBackward(dc.times(before.c), at.f), // (N, H)
      g: tanhBackward(dc.times(at.i), at.g), // (N, H)
      o: sigmoidBackward(dhHere.times(tanhC), at.o), // (N, H)
    };
    let [dx, dhBefore] = [Tensor.zeros(x.shape), Tensor.zeros(h0.shape)]; // (N, D), (N, H)
    for (const gate of GATES) {
      const d = recurrentSumBackward(weightsOf(params, gate), dz[gate], x, before.h);
      total[`W${gate}`] = total[`W${gate}`].plus(d.W); // (D, H)
      total[`U${gate}`] = total[`U${gate}`].plus(d.U); // (H, H)
      total[`b${gate}`] = total[`b${gate}`].plus(d.b); // (H)
      dx = dx.plus(d.x); // (N, D)
      dhBefore = dhBefore.plus(d.h); // (N, H)
    }
    dX[t] = dx;
    later = { h: dhBefore, c: dc.times(at.f) };
  }
  return { ...total, X: sequenceOf(dX), h0: later.h, c0: later.c };
}
