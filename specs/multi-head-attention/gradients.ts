import { compare } from "../../reference/gradients/tolerance.js";
import { backward, type AttentionGradients } from "../../reference/models/multi-head-attention.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import {
  askAlong,
  type Answers,
  type CheckContext,
  type NumericQuestion,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { blameFailure, equals, type Judged } from "./blame.js";
import { askDependence, askDependenceBeside, type Dependence } from "./dependence.js";
import type { Ingredient, LayerElsewhere } from "./elsewhere.js";
import { gradientLabel, placesOf, tensorAt, wantAt, type GradientPlace } from "./gradient-place.js";
import { rightForward } from "./judge-forward.js";
import { callForward, construct, givenParams, randomProblem, type Problem } from "./layer.js";
import { gradientsByOwnParts, ownNumeric } from "./own-gradients.js";
import { joined, OwnOutputs } from "./own-outputs.js";
import { askRearrangements, type RearrangementQuestion } from "./rearrangement.js";

/** The gradients of some ingredients, judged together. */
interface GroupQuestion {
  readonly gradients: readonly { readonly place: GradientPlace; readonly wanted: Wanted }[];
  /** The submission's own outputs around the problem, in directions that move all of these places at once. */
  readonly numeric: NumericQuestion<Wanted>;
}

/** Everything that is asked in order to judge `backward` on one problem. */
export interface GradientQuestion {
  readonly problem: Problem;
  readonly groups: readonly GroupQuestion[];
  readonly dependence: Dependence;
  readonly methods: RearrangementQuestion;
  readonly stride: number;
  readonly rounding: number;
}

/** What is unusual about a problem at which gradients are asked for. */
export interface UnusualProblem {
  /** A problem at which a right forward depends on everything, where it does not at this one. */
  readonly plain?: LayerElsewhere;
  /** How far to go for a numeric derivative, where the scores are so steep that the usual way is too far. */
  readonly stride?: number;
  /** The least that the rounding of a gradient counts by, relative to the largest gradient. */
  readonly rounding?: number;
}

/**
 * Asks for gradients of a problem, and for the submission's own forward around it, whether that will be needed or not:
 * what is asked never depends on a verdict.
 *
 * @param groups what the gradients are of; those of one group are right or wrong for the own forward together
 */
export function askGradients(
  script: Script,
  problem: Problem,
  random: Random,
  groups: readonly (readonly Ingredient[])[],
  { plain, stride = 1, rounding = 0.01 }: UnusualProblem = {},
): GradientQuestion {
  const { sizes, params, x, dOutput } = problem;
  const layer = construct(script, sizes, givenParams(params));
  const cache = callForward(script, layer, x, problem.mask).at("cache");
  const given = script.call(layer, "backward", dOutput, cache);
  const own = new OwnOutputs(script, problem);
  const ask = (group: readonly Ingredient[]): GroupQuestion => {
    const places = group.flatMap(placesOf);
    const point = joined(places.map((place) => tensorAt({ ...params, x }, place)));
    const along = random.fork(`along ${group.join()}`);
    return {
      gradients: places.map((place) => ({ place, wanted: wantAt(script, given, place) })),
      numeric:
        stride === 1
          ? askAlong(point, along, (moved) => own.at(places, moved))
          : askAlong(Tensor.zeros(point.shape), along, (by) => own.at(places, point.plus(by.scale(stride)))),
    };
  };
  const other = randomProblem(random.fork("elsewhere"), sizes, problem.mask);
  return {
    problem,
    groups: groups.map(ask),
    dependence:
      plain === undefined
        ? askDependence(script, problem, other)
        : askDependenceBeside(plain, script, problem, other),
    methods: askRearrangements(script, problem),
    stride,
    rounding,
  };
}

/** The reference's gradients of a problem. */
export function rightGradients(problem: Problem): AttentionGradients {
  return backward(problem.params, problem.dOutput, rightForward(problem));
}

/**
 * How large a gradient is whose rounding counts: where the terms of a sum cancel, what is left is their rounding. Nothing
 * else is left where they cancel for good, as those of the key bias do, and with a single token all that go through the
 * softmax.
 */
function roundingScale(right: AttentionGradients, place: GradientPlace, rounding: number): number {
  const { x, ...layers } = right;
  const all = [x, ...Object.values(layers).flatMap(({ weight, bias }) => [weight, bias])];
  const largest = Math.max(...all.map((each) => each.maxAbs()));
  const cancels = tensorAt(right, place).maxAbs() < 1e-9 * largest;
  return (cancels ? 1 : rounding) * largest;
}

/**
 * Nothing where all gradients that were asked for are right: equal to the reference's or, where something else of the
 * submission's is wrong, right for that.
 *
 * @throws CheckFailure that compares one that is wrong with what it should be, and names all.
 */
export function judgeGradients(context: CheckContext, answers: Answers, question: GradientQuestion): void {
  for (const group of question.groups) judgeGroup(context, answers, question, group);
}

function judgeGroup(
  context: CheckContext,
  answers: Answers,
  { problem, dependence, methods, stride, rounding }: GradientQuestion,
  { gradients, numeric }: GroupQuestion,
): void {
  const right = rightGradients(problem);
  const all = gradients.map(({ place, wanted }): Judged => {
    const label = gradientLabel(place, problem);
    const got = answers.tensor(wanted, label);
    return {
      place,
      label,
      got,
      expected: tensorAt(right, place),
      scale: roundingScale(right, place, rounding),
    };
  });
  const wrong = all.filter((one) => !isRight(context, one));
  const [first] = wrong;
  if (first === undefined) return;
  const values = { what: first.label.what };
  const byOwnParts = gradientsByOwnParts(answers, dependence, methods);
  if (byOwnParts.some((own) => wrong.every((one) => equals(one, tensorAt(own, one.place))))) {
    return context.note({ code: "multi-head-attention.own-parts", values });
  }
  const own = ownNumeric(answers, dependence, numeric);
  const isOwn = own && ((tensors: readonly Tensor[]): boolean => own.agrees(joined(tensors).scale(stride)));
  if (isOwn?.(all.map(({ got }) => got)) === true) {
    return context.note({ code: "check.own-gradient.forward", values });
  }
  throw blameFailure({ problem, all, wrong, byOwnParts, isOwn });
}

function isRight(context: CheckContext, { got, expected, scale, label }: Judged): boolean {
  const { tier } = compare(got, expected, { scale });
  if (tier === "float32") context.note({ code: "check.float32", values: { what: label.what } });
  return tier !== "fail";
}
