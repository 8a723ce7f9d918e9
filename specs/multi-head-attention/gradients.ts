import { compare } from "../../reference/gradients/tolerance.js";
import { backward, type AttentionGradients } from "../../reference/models/multi-head-attention.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  apartFailure,
  askAlong,
  CheckFailure,
  type Answers,
  type CheckContext,
  type Label,
  type NumericQuestion,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { askLayerElsewhere, type Ingredient, type LayerElsewhere } from "./elsewhere.js";
import { gradientLabel, placesOf, tensorAt, wantAt, type GradientPlace } from "./gradient-place.js";
import { rightForward } from "./judge-forward.js";
import { headDim } from "./labels.js";
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
  /** The own forward here, and with something else going in. */
  readonly elsewhere: LayerElsewhere;
  readonly methods: RearrangementQuestion;
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
): GradientQuestion {
  const { sizes, params, x, dOutput } = problem;
  const layer = construct(script, sizes, givenParams(params));
  const cache = callForward(script, layer, x, problem.mask).at("cache");
  const given = script.call(layer, "backward", dOutput, cache);
  const own = new OwnOutputs(script, problem);
  const ask = (group: readonly Ingredient[]): GroupQuestion => {
    const places = group.flatMap(placesOf);
    const point = joined(places.map((place) => tensorAt({ ...params, x }, place)));
    return {
      gradients: places.map((place) => ({ place, wanted: wantAt(script, given, place) })),
      numeric: askAlong(point, random.fork(`along ${group.join()}`), (moved) => own.at(places, moved)),
    };
  };
  const other = randomProblem(random.fork("elsewhere"), sizes, problem.mask);
  return {
    problem,
    groups: groups.map(ask),
    elsewhere: askLayerElsewhere(script, problem, other),
    methods: askRearrangements(script, problem),
  };
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
 * Nothing where all gradients that were asked for are right: equal to the reference's or, where something else of the
 * submission's is wrong, right for that.
 *
 * @throws CheckFailure that compares the first wrong one with the reference's.
 */
export function judgeGradients(context: CheckContext, answers: Answers, question: GradientQuestion): void {
  for (const group of question.groups) judgeGroup(context, answers, question, group);
}

function judgeGroup(
  context: CheckContext,
  answers: Answers,
  { problem, elsewhere, methods }: GradientQuestion,
  { gradients, numeric }: GroupQuestion,
): void {
  const right = rightGradients(problem);
  const all = gradients.map(({ place, wanted }): Judged => {
    const label = gradientLabel(place, problem);
    const got = answers.tensor(wanted, label);
    return { place, label, got, expected: tensorAt(right, place), scale: roundingScale(right, place) };
  });
  const wrong = all.filter((one) => !isRight(context, one));
  const [first] = wrong;
  if (first === undefined) return;
  const values = { what: first.label.what };
  const isBy = (own: AttentionGradients): boolean =>
    wrong.every(({ got, place, scale }) => compare(got, tensorAt(own, place), { scale }).tier !== "fail");
  if (gradientsByOwnParts(answers, elsewhere, methods).some(isBy)) {
    return context.note({ code: "multi-head-attention.own-parts", values });
  }
  const own = ownNumeric(answers, elsewhere, numeric);
  if (own?.agrees(joined(all.map(({ got }) => got))) === true) {
    return context.note({ code: "check.own-gradient.forward", values });
  }
  throw failureOf(first, problem, own !== null);
}

/** A gradient with what it should be. */
interface Judged {
  readonly place: GradientPlace;
  readonly label: Label;
  readonly got: Tensor;
  readonly expected: Tensor;
  readonly scale: number;
}

function isRight(context: CheckContext, { got, expected, scale, label }: Judged): boolean {
  const { tier } = compare(got, expected, { scale });
  if (tier === "float32") context.note({ code: "check.float32", values: { what: label.what } });
  return tier !== "fail";
}

function failureOf({ got, expected, scale, label }: Judged, { sizes }: Problem, own: boolean): CheckFailure {
  const { N, T, S } = sizes;
  const P = headDim(sizes);
  const factors = { N, T, S, P, "√P": Math.sqrt(P) };
  const failure = apartFailure(got, expected, label, compare(got, expected, { scale }), factors);
  if (!own) return failure;
  const finding = { code: "multi-head-attention.not-own-gradient", values: { what: label.what } };
  return new CheckFailure({
    findings: [...failure.findings, finding],
    pictures: failure.pictures,
    ...(failure.worst === null ? {} : { worst: failure.worst }),
  });
}
