import type { Finding, Gradebook } from "../../result/index.js";

/** What of a whole gradebook may move anyone's points, by the key of its sentence. */
const FACTS: Readonly<Record<string, (gradebook: Gradebook) => string | number>> = {
  "assignment-version": ({ assignment }) => assignment.version,
  seed: ({ seed }) => seed,
  "hidden-seed": ({ seed, hiddenSeed }) => hiddenSeed ?? seed,
  gradecheck: ({ versions }) => versions.gradecheck,
  node: ({ versions }) => versions.node,
  sandbox: ({ sandbox }) => sandbox,
};

/** What is different between two gradebooks for everyone in them. */
export function gradebookChanges(old: Gradebook, now: Gradebook): Finding[] {
  return Object.entries(FACTS).flatMap(([key, factOf]) => {
    const [before, after] = [factOf(old), factOf(now)];
    return before === after ? [] : [{ code: `compare.${key}`, values: { before, after } }];
  });
}
