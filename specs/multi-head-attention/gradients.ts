import { compare } from "../../reference/gradients/tolerance.js";
import { backward, type AttentionGradients } from "../../reference/models/multi-head-attention.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  apartFailure,
  askAlong,
  askNumeric,
  CheckFailure,
  gradientScatter,
  type Answers,
  type CheckContext,
  type NumericQuestion,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { askLayerElsewhere, type Ingredient, type LayerElsewhere } from "./elsewhere.js";
import { gradientLabel, placesOf, tensorAt, wantAt, type GradientPlace } from "./gradient-place.js";
import { rightForward } from "./judge-forward.js";
import { headDim } from "./labels.js";
import { callForward, construct, givenParams, randomProblem, type Problem } from "./layer.js";
import { gradientsByOwnWeights, ownNumeric } from "./own-gradients.js";
import { OwnOutputs } from "./own-outputs.js";

/** The gradient at one place, with the submission's own outputs around it. */
export interface PlaceQuestion {
  readonly place: GradientPlace;
  readonly gradient: Wanted;
  readonly numeric: NumericQuestion<Wanted>;
}

/** Everything that is asked in order to judge `backward` on one problem. */
export interface GradientQuestion {
  readonly problem: Problem;
  readonly places: readonly PlaceQuestion[];
  /** The own forward here, and with something else going in. */
  readonly elsewhere: LayerElsewhere;
}

/**
 * Asks for gradients of a problem, and for the submission's own forward around it, whether that will be needed or not:
 * what is asked never depends on a verdict.
 *
 * @param ingredients what the gradients are of
 * @param entryByEntry whether a weight is differentiated by every entry, rather than along a few directions
 */
export function askGradients(
  script: Script,
  problem: Problem,
  random: Random,
  ingredients: readonly Ingredient[],
  entryByEntry = false,
): GradientQuestion {
  const { sizes, params, dOutput } = problem;
  const layer = construct(script, sizes, givenParams(params));
  const cache = callForward(script, layer, problem.x, problem.mask).at("cache");
  const gradients = script.call(layer, "backward", dOutput, cache);
  const own = new OwnOutputs(script, problem);
  const around = (place: GradientPlace): NumericQuestion<Wanted> => {
    const point = tensorAt(problemTensors(problem), place);
    const ask = (moved: Tensor): Wanted => own.at(place, moved);
    const isWeight = place.ingredient !== "x" && place.part === "weight";
    if (isWeight && entryByEntry) return askNumeric(point, ask);
    return askAlong(point, random.fork(`along ${gradientLabel(place, problem).what}`), ask);
  };
  const other = randomProblem(random.fork("elsewhere"), sizes, problem.mask);
  return {
    problem,
    places: ingredients.flatMap(placesOf).map((place) => ({
      place,
      gradient: wantAt(script, gradients, place),
      numeric: around(place),
    })),
    elsewhere: askLayerElsewhere(script, problem, other),
  };
}

/** The tensors of a problem, as their gradients are arranged. */
function problemTensors({ params, x }: Problem): AttentionGradients {
  return { ...params, x };
}

/** The reference's gradients of a problem. */
export function rightGradients(problem: Problem): AttentionGradients {
  return backward(problem.params, problem.dOutput, rightForward(problem));
}

/**
 * How large a gradient is whose rounding counts: where the terms of a sum cancel, what is left is their rounding. Of the
 * key bias nothing else is left, for the softmax cancels it.
 */
function roundingScale(right: AttentionGradients, place: GradientPlace): number {
  const { x, ...layers } = right;
  const all = [x, ...Object.values(layers).flatMap(({ weight, bias }) => [weight, bias])];
  const isKeyBias = place.ingredient === "keyProj" && place.part === "bias";
  return (isKeyBias ? 1 : 0.01) * Math.max(...all.map((each) => each.maxAbs()));
}

/**
 * Nothing where all gradients that were asked for are right: equal to the reference's or, where the submission's own
 * forward is another one, right for that.
 *
 * @throws CheckFailure that compares the first wrong one with the reference's.
 */
export function judgeGradients(context: CheckContext, answers: Answers, question: GradientQuestion): void {
  const right = rightGradients(question.problem);
  for (const place of question.places) judgePlace(context, answers, question, place, right);
}

function judgePlace(
  context: CheckContext,
  answers: Answers,
  { problem, elsewhere }: GradientQuestion,
  { place, gradient, numeric }: PlaceQuestion,
  right: AttentionGradients,
): void {
  const label = gradientLabel(place, problem);
  const got = answers.tensor(gradient, label);
  const expected = tensorAt(right, place);
  const scale = roundingScale(right, place);
  const comparison = compare(got, expected, { scale });
  const values = { what: label.what };
  if (comparison.tier === "pass") return;
  if (comparison.tier === "float32") return context.note({ code: "check.float32", values });
  const byWeights = gradientsByOwnWeights(answers, elsewhere);
  if (byWeights !== null && compare(got, tensorAt(byWeights, place), { scale }).tier !== "fail") {
    return context.note({ code: "multi-head-attention.own-weights", values });
  }
  const own = ownNumeric(answers, elsewhere, numeric);
  if (own?.agrees(got) === true) return context.note({ code: "check.own-gradient.forward", values });
  const { N, T, S, E } = problem.sizes;
  const failure = apartFailure(got, expected, label, comparison, {
    N,
    T,
    S,
    P: headDim({ E, S }),
    "√P": Math.sqrt(headDim({ E, S })),
  });
  throw own === null
    ? failure
    : new CheckFailure({
        findings: [...failure.findings, { code: "multi-head-attention.not-own-gradient", values }],
        pictures: [
          ...failure.pictures,
          ...(own.gradient === null ? [] : [gradientScatter(got, own.gradient, label)]),
        ],
        ...(failure.worst === null ? {} : { worst: failure.worst }),
      });
}
