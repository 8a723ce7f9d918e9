import { join } from "node:path";
import { assignmentFolder } from "../../grader/assignment/texts.js";
import type { GoldenFile } from "../../reference/golden/format.js";
import { loadGolden } from "../../reference/golden/generate.js";
import { recurrentCases } from "../../reference/golden/recurrent-networks.js";
import type { RecurrentOutputs } from "../../reference/models/recurrent-model.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { startsOf, type Cell } from "./cell.js";
import type { Problem } from "./problem.js";

/** A network and batch with what the reference, in agreement with PyTorch, says of it. */
export interface Golden {
  readonly problem: Problem;
  readonly expected: RecurrentOutputs;
}

const known = new Map<string, ReadonlyMap<string, Golden>>();

let file: GoldenFile | undefined;

function readGoldens(cell: Cell): ReadonlyMap<string, Golden> {
  const path = join(assignmentFolder("recurrent-networks"), "golden", "recurrent-networks.json");
  // The goldens of all three cells are in it.
  file ??= loadGolden(path);
  return new Map(
    recurrentCases(file, cell.name).map(({ id, inputs, expected }) => {
      const [N = 0, T = 0, D = 0] = inputs.X.shape;
      const H = inputs.dh.shape[2] ?? 0;
      // What is left out there is asked for as zeros: leaving it out has a check of its own.
      const zeros = Object.fromEntries(startsOf(cell).map((name) => [name, Tensor.zeros([N, H])]));
      const starts = { ...zeros, ...inputs.starts };
      return [id, { problem: { ...inputs, starts, cell, sizes: { N, T, D, H } }, expected }];
    }),
  );
}

/**
 * A golden of a cell.
 *
 * @throws Error when there is none of this name.
 */
export function golden(cell: Cell, id: string): Golden {
  const goldens = known.get(cell.name) ?? readGoldens(cell);
  known.set(cell.name, goldens);
  const found = goldens.get(id);
  if (found === undefined) throw new Error(`recurrent-networks has no golden ${id} of ${cell.name}`);
  return found;
}

/** The goldens that judge ordinary values. */
export const ORDINARY = ["typical", "long", "many-features", "from-zeros"] as const;

/** The goldens in which something is as small as it can be. */
export const EDGES = ["one-step", "one-example", "one-feature", "one-hidden-unit", "all-smallest"] as const;
