import { glorotNormal } from "../nn/glorot.js";
import { recurrentSum, recurrentSumBackward } from "../nn/recurrent-sum.js";
import { tanh, tanhBackward } from "../nn/tanh.js";
import type { Random } from "../random/random.js";
import { sequenceOf, stepAt } from "../tensor/steps.js";
import { Tensor } from "../tensor/tensor.js";

// N batch, T time steps, D input features, H hidden units
// Source: Elman 1990, "Finding structure in time"; Werbos 1990, "Backpropagation through time: what it does and how
// to do it"

/** The parameters: `Wh (D, H)`, `Uh (H, H)`, `bh (H)`. */
export const PARAM_NAMES = ["Wh", "Uh", "bh"] as const;

/** The weights and the bias of a plain recurrent network. */
export type RnnParams = Readonly<Record<(typeof PARAM_NAMES)[number], Tensor>>;

/** What `forward` computes, and what `backward` needs of it. */
export interface RnnCache {
  /** inputs `(N, T, D)` */
  readonly X: Tensor;
  /** state before the first step `(N, H)` */
  readonly h0: Tensor;
  /** state after every step `(N, T, H)` */
  readonly h: Tensor;
}

/** The gradients of the parameters, of the inputs and of the state before the first step. */
export interface RnnGradients extends RnnParams {
  /** `(N, T, D)` */
  readonly X: Tensor;
  /** `(N, H)` */
  readonly h0: Tensor;
}

/** Fresh parameters: Glorot-normal weights, zero biases. */
export function initialize(random: Random, D: number, H: number): RnnParams {
  return {
    Wh: glorotNormal(random, D, H), // (D, H)
    Uh: glorotNormal(random, H, H), // (H, H)
    bh: Tensor.zeros([H]), // (H)
  };
}

/**
 * One step: `h' = tanh(x·Wh + h·Uh + bh)`.
 *
 * @param x inputs of this step `(N, D)`
 * @param h state before it `(N, H)`
 * @returns the state after it `(N, H)`
 */
export function step({ Wh, Uh, bh }: RnnParams, x: Tensor, h: Tensor): Tensor {
  return tanh(recurrentSum({ W: Wh, U: Uh, b: bh }, x, h)); // (N, H)
}

/**
 * Step after step, from `h0 (N, H)` or from zeros.
 *
 * @param X inputs `(N, T, D)`, T ≥ 1
 */
export function forward(params: RnnParams, X: Tensor, h0?: Tensor): RnnCache {
  const [N = 0, T = 0] = X.shape;
  const start = h0 ?? Tensor.zeros([N, params.bh.columns]); // (N, H)
  const states: Tensor[] = [];
  let h = start; // (N, H)
  for (let t = 0; t < T; t++) {
    h = step(params, stepAt(X, t), h); // (N, D), (N, H) → (N, H)
    states.push(h);
  }
  return { X, h0: start, h: sequenceOf(states) }; // T × (N, H) → (N, T, H)
}

/**
 * The gradient of `Σ h∘dh`: back-propagation through time.
 *
 * @param dh `(N, T, H)`, the gradient that arrives at every step's state
 * @param cache what `forward` gave for the same parameters
 */
export function backward({ Wh, Uh, bh }: RnnParams, dh: Tensor, { X, h0, h }: RnnCache): RnnGradients {
  const T = X.shape[1] ?? 0;
  const total = { Wh: zerosLike(Wh), Uh: zerosLike(Uh), bh: zerosLike(bh) };
  const dX: Tensor[] = []; // T × (N, D)
  let later = zerosLike(h0); // (N, H), what reaches a state from the steps after it
  for (let t = T - 1; t >= 0; t--) {
    const before = t > 0 ? stepAt(h, t - 1) : h0; // (N, H)
    const dz = tanhBackward(stepAt(dh, t).plus(later), stepAt(h, t)); // (N, H)
    const d = recurrentSumBackward({ W: Wh, U: Uh }, dz, stepAt(X, t), before);
    total.Wh = total.Wh.plus(d.W); // (D, H)
    total.Uh = total.Uh.plus(d.U); // (H, H)
    total.bh = total.bh.plus(d.b); // (H)
    dX[t] = d.x; // (N, D)
    later = d.h; // (N, H)
  }
  return { ...total, X: sequenceOf(dX), h0: later };
}

function zerosLike({ shape }: Tensor): Tensor {
  return Tensor.zeros(shape);
}
