import { glorotNormal } from "../nn/glorot.js";
import { recurrentSum, recurrentSumBackward } from "../nn/recurrent-sum.js";
import { sigmoid, sigmoidBackward } from "../nn/sigmoid.js";
import { tanh, tanhBackward } from "../nn/tanh.js";
import type { Random } from "../random/random.js";
import { sequenceOf, stepAt } from "../tensor/steps.js";
import { Tensor } from "../tensor/tensor.js";

// N batch, T time steps, D input features, H hidden units
// Source: Cho et al. 2014, "Learning phrase representations using RNN encoder–decoder for statistical machine
// translation", in the form in which the reset gate comes after the product with Un, as in cuDNN, Keras and PyTorch

/** The parameters, `W (D, H)`, `U (H, H)`, `b`, `c (H)`, of reset gate, update gate and candidate. */
// prettier-ignore
export const PARAM_NAMES = [
  "Wr", "Ur", "br",
  "Wz", "Uz", "bz",
  "Wn", "Un", "bn", "cn",
] as const;

/** The weights and biases of a gated recurrent unit. */
export type GruParams = Readonly<Record<(typeof PARAM_NAMES)[number], Tensor>>;

/** What one step computes, each `(N, H)`. */
interface GruStep {
  readonly r: Tensor;
  readonly z: Tensor;
  /** what the candidate has of the state before, `h·Un + cn`, before the reset gate */
  readonly m: Tensor;
  readonly n: Tensor;
  /** the state after the step */
  readonly h: Tensor;
}

/** What `forward` computes, and what `backward` needs of it. */
export interface GruCache {
  /** inputs `(N, T, D)` */
  readonly X: Tensor;
  /** state before the first step `(N, H)` */
  readonly h0: Tensor;
  /** T steps */
  readonly steps: readonly GruStep[];
  /** state after every step `(N, T, H)` */
  readonly h: Tensor;
}

/** The gradients of the parameters, of the inputs and of the state before the first step. */
export interface GruGradients extends GruParams {
  /** `(N, T, D)` */
  readonly X: Tensor;
  /** `(N, H)` */
  readonly h0: Tensor;
}

/** Fresh parameters: Glorot-normal weights, zero biases. */
export function initialize(random: Random, D: number, H: number): GruParams {
  const W = (): Tensor => glorotNormal(random, D, H); // (D, H)
  const U = (): Tensor => glorotNormal(random, H, H); // (H, H)
  const b = (): Tensor => Tensor.zeros([H]); // (H)
  // prettier-ignore
  return {
    Wr: W(), Ur: U(), br: b(),
    Wz: W(), Uz: U(), bz: b(),
    Wn: W(), Un: U(), bn: b(), cn: b(),
  };
}

/** `r, z = σ(x·W + h·U + b)`, `n = tanh(x·Wn + bn + r∘(h·Un + cn))`, `h' = (1 − z)∘n + z∘h`. */
function cell(params: GruParams, x: Tensor, h: Tensor): GruStep {
  const { Wr, Ur, br, Wz, Uz, bz, Wn, Un, bn, cn } = params;
  const r = sigmoid(recurrentSum({ W: Wr, U: Ur, b: br }, x, h)); // (N, H)
  const z = sigmoid(recurrentSum({ W: Wz, U: Uz, b: bz }, x, h)); // (N, H)
  const m = h.matmul(Un).addRow(cn); // (N, H)(H, H) + (H) = (N, H)
  const n = tanh(x.matmul(Wn).addRow(bn).plus(r.times(m))); // (N, D)(D, H) + (H) + (N, H) = (N, H)
  return { r, z, m, n, h: rest(z).times(n).plus(z.times(h)) };
}

/**
 * One step: `h' = (1 − z)∘n + z∘h`.
 *
 * @param x inputs of this step `(N, D)`
 * @param h state before it `(N, H)`
 * @returns the state after it `(N, H)`
 */
export function step(params: GruParams, x: Tensor, h: Tensor): Tensor {
  return cell(params, x, h).h;
}

/**
 * Step after step, from `h0 (N, H)` or from zeros.
 *
 * @param X inputs `(N, T, D)`, T ≥ 1
 */
export function forward(params: GruParams, X: Tensor, h0?: Tensor): GruCache {
  const [N = 0, T = 0] = X.shape;
  const start = h0 ?? Tensor.zeros([N, params.br.columns]); // (N, H)
  const steps: GruStep[] = [];
  for (let t = 0; t < T; t++) {
    steps.push(cell(params, stepAt(X, t), steps[t - 1]?.h ?? start)); // (N, D), (N, H)
  }
  return { X, h0: start, steps, h: sequenceOf(steps.map(({ h }) => h)) }; // T × (N, H) → (N, T, H)
}

/**
 * The gradient of `Σ h∘dh`: back-propagation through time.
 *
 * @param dh `(N, T, H)`, the gradient that arrives at every step's state
 * @param cache what `forward` gave for the same parameters
 */
export function backward(params: GruParams, dh: Tensor, { X, h0, steps }: GruCache): GruGradients {
  const { Wr, Ur, Wz, Uz, Wn, Un } = params;
  const total = Object.fromEntries(
    PARAM_NAMES.map((name) => [name, Tensor.zeros(params[name].shape)]),
  ) as Record<(typeof PARAM_NAMES)[number], Tensor>;
  const dX: Tensor[] = []; // T × (N, D)
  let later = Tensor.zeros(h0.shape); // (N, H), what reaches a state from the steps after it
  for (const [t, { r, z, m, n }] of [...steps.entries()].toReversed()) {
    const [x, h] = [stepAt(X, t), steps[t - 1]?.h ?? h0]; // (N, D), (N, H): what this step saw
    const dNext = stepAt(dh, t).plus(later); // (N, H)
    const dzn = tanhBackward(dNext.times(rest(z)), n); // (N, H), at the candidate's pre-activation
    const dm = dzn.times(r); // (N, H)
    const reset = recurrentSumBackward({ W: Wr, U: Ur }, sigmoidBackward(dzn.times(m), r), x, h);
    const update = recurrentSumBackward({ W: Wz, U: Uz }, sigmoidBackward(dNext.times(h.minus(n)), z), x, h);
    const d: Record<(typeof PARAM_NAMES)[number], Tensor> = {
      Wr: reset.W, // (D, H)
      Ur: reset.U, // (H, H)
      br: reset.b, // (H)
      Wz: update.W, // (D, H)
      Uz: update.U, // (H, H)
      bz: update.b, // (H)
      Wn: x.transpose().matmul(dzn), // (D, N)(N, H) = (D, H)
      Un: h.transpose().matmul(dm), // (H, N)(N, H) = (H, H)
      bn: dzn.sumRows(), // (H)
      cn: dm.sumRows(), // (H)
    };
    for (const name of PARAM_NAMES) total[name] = total[name].plus(d[name]);
    dX[t] = reset.x.plus(update.x).plus(dzn.matmul(Wn.transpose())); // (N, H)(H, D) = (N, D)
    const through = reset.h.plus(update.h).plus(dm.matmul(Un.transpose())); // (N, H)(H, H) = (N, H)
    later = through.plus(dNext.times(z)); // (N, H), the kept part arrives directly
  }
  return { ...total, X: sequenceOf(dX), h0: later };
}

/** What a gate leaves, `1 − z`. */
function rest(z: Tensor): Tensor {
  return z.map((value) => 1 - value);
}
