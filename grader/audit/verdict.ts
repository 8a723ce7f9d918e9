import type { Mutant, PartialExpectation } from "../assignment/corpus.js";
import type { Manifest } from "../assignment/manifest.js";
import type { Result } from "../result/index.js";

function lostChecks(result: Result): string[] {
  return result.checks.filter((check) => check.earned < check.points).map((check) => check.id);
}

/** The parts whose checks do not add up to what the manifest promises. */
function missesOfPoints(result: Result, manifest: Manifest): string[] {
  const worth = new Map(result.parts.map((part) => [part.id, part.maxScore]));
  return manifest.parts
    .filter(({ id, points }) => worth.get(id) !== points)
    .map(({ id, points }) => `the checks of ${id} are worth ${worth.get(id) ?? 0}, not ${points}`);
}

/** Why a correct submission did not get full marks, of as many points as the manifest says; empty where it did. */
export function missesOfCorrect(result: Result, manifest: Manifest): string[] {
  const lost = result.checks
    .filter((check) => check.earned < check.points)
    .map((check) => `${check.id} is ${check.outcome}: ${check.message}`);
  return [...missesOfPoints(result, manifest), ...lost];
}

/** The least of 100 points that a mutant may keep which does not break the contract's core formula. */
export const LEAST_FOR_ONE_BUG = 30;

/** What a mutant kept that it must lose, and whether its hint and its score are as they should be. */
export function missesOfMutant(result: Result, mutant: Mutant): string[] {
  const lost = new Set(lostChecks(result));
  const known = new Set(result.checks.map((check) => check.id));
  const unknown = mutant.loses.filter((id) => !known.has(id));
  const kept = mutant.loses.filter((id) => known.has(id) && !lost.has(id));
  const hints = result.checks.map((check) => check.diagnosis?.mistake);
  const lostPoints = result.checks.reduce((sum, check) => sum + check.points - check.earned, 0);
  return [
    ...unknown.map((id) => `${id} is no check`),
    ...kept.map((id) => `keeps ${id}`),
    ...(hints.includes(mutant.hint)
      ? []
      : [`shows ${[...new Set(hints)].join(", ") || "no hint"}, not ${mutant.hint}`]),
    ...(mutant.core || 100 - lostPoints >= LEAST_FOR_ONE_BUG ? [] : [`loses ${lostPoints} points`]),
  ];
}

/** Where an unfinished or broken submission did not end as declared. */
export function missesOfPartial(result: Result, expected: PartialExpectation): string[] {
  const { min, max } = expected.score;
  const outcomes = new Map(result.checks.map((check) => [check.id, check.outcome]));
  const codes = result.submission.problems.map((problem) => problem.finding.code);
  return [
    ...(result.score >= min && result.score <= max ? [] : [`scores ${result.score}, not ${min} to ${max}`]),
    ...Object.entries(expected.outcomes)
      .filter(([id, outcome]) => outcomes.get(id) !== outcome)
      .map(([id, outcome]) => `${id} is ${outcomes.get(id) ?? "missing"}, not ${outcome}`),
    ...(expected.problem === undefined || codes.includes(expected.problem)
      ? []
      : [`the problem is ${codes.join(", ") || "none"}, not ${expected.problem}`]),
  ];
}
