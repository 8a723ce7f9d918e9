import { Tensor } from "../tensor/tensor.js";

/** What Adam may be told; the paper's values unless given. */
export interface AdamOptions {
  readonly lr?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** Running means of the gradient and of its square, of the shape of a parameter. */
interface Moments {
  readonly m: Tensor;
  readonly v: Tensor;
}

/**
 * Gradient descent in which every entry has a step size of its own: the running mean of its gradients over the
 * root of that of their squares, both corrected for having begun at zero.
 *
 * Source: Kingma & Ba 2015, "Adam: a method for stochastic optimization", algorithm 1.
 */
export class Adam<Name extends string> {
  private readonly options: Required<AdamOptions>;
  private moments: Partial<Record<Name, Moments>> = {};
  private steps = 0;

  constructor({ lr = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}) {
    this.options = { lr, beta1, beta2, epsilon };
  }

  /**
   * The parameters after one more step; those given stay as they were.
   *
   * @param params the parameters by name, the same names and shapes at every step
   * @param grads a gradient for every name, of the shape of its parameter
   */
  step(params: Readonly<Record<Name, Tensor>>, grads: Readonly<Record<Name, Tensor>>): Record<Name, Tensor> {
    const { lr, beta1, beta2, epsilon } = this.options;
    this.steps += 1;
    const [first, second] = [1 - beta1 ** this.steps, 1 - beta2 ** this.steps];
    const names = Object.keys(params) as Name[];
    const stepped = names.map((name): [Name, Tensor] => {
      const { m, v } = this.update(name, grads[name]);
      const change = m.map(
        (mean, i) => (lr * (mean / first)) / (Math.sqrt((v.data[i] ?? 0) / second) + epsilon),
      );
      return [name, params[name].minus(change)];
    });
    return Object.fromEntries(stepped) as Record<Name, Tensor>;
  }

  private update(name: Name, gradient: Tensor): Moments {
    const { beta1, beta2 } = this.options;
    const before = this.moments[name] ?? { m: Tensor.zeros(gradient.shape), v: Tensor.zeros(gradient.shape) };
    const after = {
      m: before.m.scale(beta1).plus(gradient.scale(1 - beta1)),
      v: before.v.scale(beta2).plus(gradient.times(gradient).scale(1 - beta2)),
    };
    this.moments[name] = after;
    return after;
  }
}
