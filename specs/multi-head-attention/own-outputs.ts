import { PROJECTIONS } from "../../reference/models/multi-head-attention.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import type { Given, Handle, Script, Wanted } from "../kit/index.js";
import { movedTo, tensorAt, type GradientPlace } from "./gradient-place.js";
import { callForward, construct, type Problem } from "./layer.js";

/** The numbers of several tensors in one vector. */
export function joined(tensors: readonly Tensor[]): Tensor {
  return Tensor.vector(tensors.flatMap(({ data }) => [...data]));
}

/** Asks for the submission's own output at points that differ from a problem in the tensors at some places. */
export class OwnOutputs {
  readonly #script: Script;
  readonly #problem: Problem;
  readonly #probe: Handle;
  /** What does not move is sent once. */
  readonly #held: ReadonlyMap<Tensor, Handle>;
  readonly #mask: Handle | undefined;

  constructor(script: Script, problem: Problem) {
    const { params, x, mask, sizes } = problem;
    const tensors = [x, ...PROJECTIONS.flatMap((name) => [params[name].weight, params[name].bias])];
    this.#script = script;
    this.#problem = problem;
    this.#probe = construct(script, sizes);
    this.#held = new Map(tensors.map((tensor) => [tensor, script.hold(tensor)]));
    this.#mask = mask === undefined ? undefined : script.hold(mask);
  }

  /** `output (N, T, E)` with other tensors at the places, whose numbers are joined in one vector. */
  at(places: readonly GradientPlace[], moved: Tensor): Wanted {
    let problem = this.#problem;
    let from = 0;
    for (const place of places) {
      const { shape, data } = tensorAt({ ...problem.params, x: problem.x }, place);
      problem = movedTo(problem, place, Tensor.of(shape, moved.data.subarray(from, from + data.length)));
      from += data.length;
    }
    const { params, x } = problem;
    const given = (tensor: Tensor): Given => this.#held.get(tensor) ?? tensor;
    const layers = PROJECTIONS.map((name): [string, Given] => {
      const { weight, bias } = params[name];
      return [name, { weight: given(weight), bias: given(bias) }];
    });
    this.#script.set(this.#probe, "params", Object.fromEntries(layers));
    return this.#script.want(callForward(this.#script, this.#probe, given(x), this.#mask), "output");
  }
}
