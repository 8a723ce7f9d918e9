import type { Mask } from "../nn/masked-softmax.js";
import type { Random } from "../random/random.js";
import type { Tensor } from "../tensor/tensor.js";

/** The sizes of attention: examples, heads, queries, keys, features of queries and keys, features of values. */
export interface AttentionSizes {
  readonly N: number;
  readonly S: number;
  readonly Tq: number;
  readonly Tk: number;
  readonly P: number;
  readonly Pv: number;
}

/** What `scaledDotProductAttention` takes. */
export interface AttentionInputs {
  /** `(N, S, Tq, P)` */
  readonly Q: Tensor;
  /** `(N, S, Tk, P)` */
  readonly K: Tensor;
  /** `(N, S, Tk, Pv)` */
  readonly V: Tensor;
  /** `(Tq, Tk)`; `undefined` where all is admitted */
  readonly mask: Mask | undefined;
}

/** Sizes that differ from each other, so that no axis can be mistaken for another. */
export function drawAttentionSizes(random: Random): AttentionSizes {
  const [N = 0, S = 0, Tq = 0, Tk = 0, P = 0, Pv = 0] = [
    ...random.shuffle([2, 3]),
    ...random.shuffle([4, 5, 6, 7]),
  ];
  return { N, S, Tq, Tk, P, Pv };
}

/** Queries, keys and values of size about 1, so that the scaled scores are too, whatever P is. */
export function drawAttention(random: Random, sizes: AttentionSizes, mask?: Mask): AttentionInputs {
  const { N, S, Tq, Tk, P, Pv } = sizes;
  return {
    Q: random.normalTensor([N, S, Tq, P]),
    K: random.normalTensor([N, S, Tk, P]),
    V: random.normalTensor([N, S, Tk, Pv]),
    mask,
  };
}

/**
 * Queries and keys whose scaled scores are about ±1000: each is one of two opposite directions, times 20 or 25,
 * and the keys of one direction differ by so little that they share the attention. All numbers up to the
 * softmax are exact in float32 too, because P is 4.
 */
export function drawExtremeAttention(
  random: Random,
  sizes: Omit<AttentionSizes, "P">,
  mask?: Mask,
): AttentionInputs {
  const { N, S, Tq, Tk, Pv } = sizes;
  const P = 4;
  const sides = (size: number, T: number): Tensor => {
    const turn = random.integer(0, 1);
    // sides taken in turn, so that every example and head has both
    const side = (offset: number): number => ((Math.floor(offset / P) + turn) % 2 === 0 ? size : -size);
    return random.normalTensor([N, S, T, P]).map((value, offset) => side(offset) + sixteenths(value));
  };
  return { Q: sides(20, Tq), K: sides(25, Tk), V: random.normalTensor([N, S, Tk, Pv]), mask };
}

/** A small number of 64ths: between −1/16 and 1/16. */
function sixteenths(value: number): number {
  return Math.round(Math.max(-4, Math.min(4, 3 * value))) / 64;
}

/** The same with a last key that is hidden from every query and has scores of about 1e12. */
export function withHugeHiddenKey({ Q, K, V, mask }: AttentionInputs): AttentionInputs {
  const [Tq = 0, Tk = 0, P = 0] = [Q.shape[2], ...K.shape.slice(2)];
  const last = Tk - 1;
  const isLast = (offset: number): boolean => Math.floor(offset / P) % Tk === last;
  return {
    Q,
    K: K.map((value, offset) => (isLast(offset) ? value * 2 ** 40 : value)),
    V,
    mask: Array.from({ length: Tq }, (_, q) =>
      Array.from({ length: Tk }, (_, k) => k !== last && (mask?.[q]?.[k] ?? true)),
    ),
  };
}

/**
 * The same with a score of exactly 0 between the first query and the first key, which have no feature in common; P is at
 * least 2. The mask hides the last key from every query, and admits all others.
 */
export function withZeroScore({ Q, K, V }: AttentionInputs): AttentionInputs {
  const [Tq = 0, P = 0] = Q.shape.slice(2);
  const Tk = K.shape[2] ?? 0;
  const withoutEveryOther = (from: number, tensor: Tensor): Tensor => {
    const isFirst = (offset: number): boolean => Math.floor(offset / P) % (tensor.shape[2] ?? 1) === 0;
    return tensor.map((value, offset) => (isFirst(offset) && (offset % P) % 2 === from ? 0 : value));
  };
  const row = (): boolean[] => Array.from({ length: Tk }, (_, k) => k < Tk - 1);
  return { Q: withoutEveryOther(1, Q), K: withoutEveryOther(0, K), V, mask: Array.from({ length: Tq }, row) };
}
