import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Tensors } from "../../reference/models/recurrent-model.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { tensorLabel } from "./labels.js";
import type { Cell } from "./cell.js";

/** Twins of sequences that differ in their first input alone, and the end state that should tell them apart. */
export interface MemoryTask {
  readonly sizes: RecurrentSizes;
  /** `(N, T, D)`: first ±1, then what is to be ignored, the same for both twins. */
  readonly X: Tensor;
  /** `(N, H)` */
  readonly h0: Tensor;
  /** `(N, T, H)`: the gradient of the loss `−Σ y·(w·h)` of the last step, which `h` does not move. */
  readonly dh: Tensor;
  /** Where learning starts. */
  readonly params: Tensors;
}

const SIZES: RecurrentSizes = { N: 6, T: 6, D: 2, H: 4 };
const NOISE = 0.3;

/** +1 for the even examples and −1 for their twins, which follow them. */
function signOf(n: number): number {
  return n % 2 === 0 ? 1 : -1;
}

function inputs(random: Random): Tensor {
  const { N, T, D } = SIZES;
  const noise = random.normalTensor([N, T, D], NOISE);
  return noise.map((_, offset) => {
    const [n, step] = [Math.floor(offset / (T * D)), offset % (T * D)];
    if (step < D) return step === 0 ? signOf(n) : 0;
    return noise.data[(n - (n % 2)) * T * D + step] ?? 0;
  });
}

/**
 * Weights that carry a state on, and no sign into it: the first row of every `W` is zero. So the sign has to be let in,
 * and only what comes back through all the steps says how: of the last step alone, the gradients of twins cancel.
 */
function startOf(random: Random, cell: Cell): Tensors {
  const { H } = SIZES;
  const draw = (name: string): Tensor => {
    const shape = tensorLabel(name, SIZES).axes.map(({ size }) => size);
    switch (name.charAt(0)) {
      case "W":
        return random.normalTensor(shape, 0.5).map((value, offset) => (offset < H ? 0 : value));
      case "U": {
        const carries = ["Uh", "Ug", "Un"].includes(name) ? 1 : 0;
        return random
          .normalTensor(shape, 0.2)
          .map((value, at) => (at % (H + 1) === 0 ? value + carries : value));
      }
      default:
        // Forget and update gates that rather keep.
        return Tensor.zeros(shape).map(() => (["bf", "bz"].includes(name) ? 1 : 0));
    }
  };
  return Object.fromEntries(cell.paramNames.map((name) => [name, draw(name)]));
}

/** A memory task and a network that does not know it. */
export function memoryTask(random: Random, cell: Cell): MemoryTask {
  const { N, T, H } = SIZES;
  const readout = Array.from({ length: H }, () => (random.uniform() < 0.5 ? -1 : 1) / (N * H));
  const dh = Tensor.zeros([N, T, H]).map((_, offset) => {
    const [n, t, k] = [Math.floor(offset / (T * H)), Math.floor(offset / H) % T, offset % H];
    return t === T - 1 ? -signOf(n) * (readout[k] ?? 0) : 0;
  });
  return { sizes: SIZES, X: inputs(random), h0: Tensor.zeros([N, H]), dh, params: startOf(random, cell) };
}

/** The rows of all examples, `(N, …)`, each in the place of its twin's. */
function swapped(rows: Tensor): Tensor {
  const size = rows.data.length / (rows.shape[0] ?? 1);
  return rows.map((_, offset) => {
    const n = Math.floor(offset / size);
    return rows.data[offset + (n % 2 === 0 ? size : -size)] ?? 0;
  });
}

/** The same task with twins in each other's place: all the same to whoever learns from what they are given. */
export function swapTwins(task: MemoryTask): MemoryTask {
  return { ...task, X: swapped(task.X), dh: swapped(task.dh) };
}

/**
 * How well the end states tell twins apart: 0 where they are the same, 1 where every unit says ±1 as it should.
 *
 * @param h `(N, T, H)`
 */
export function remembered({ dh }: MemoryTask, h: Tensor): number {
  return -dh.times(h).sum();
}
