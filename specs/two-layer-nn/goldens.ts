import { join } from "node:path";
import { loadGolden } from "../../reference/golden/generate.js";
import { twoLayerCases, type TwoLayerOutputs } from "../../reference/golden/two-layer-nn.js";
import { assignmentFolder } from "../../grader/assignment/texts.js";
import type { Problem } from "./network.js";

/** A network and batch with what the reference, in agreement with PyTorch, says of it. */
export interface Golden {
  readonly problem: Problem;
  readonly expected: TwoLayerOutputs;
}

let goldens: ReadonlyMap<string, Golden> | undefined;

function readGoldens(): ReadonlyMap<string, Golden> {
  const path = join(assignmentFolder("two-layer-nn"), "golden", "two-layer-nn.json");
  return new Map(
    twoLayerCases(loadGolden(path)).map(({ id, inputs, expected }) => {
      const { params, X, Y } = inputs;
      const sizes = { N: X.rows, D: X.columns, H: params.b1.rows, C: Y.columns };
      return [id, { problem: { sizes, params, X, Y }, expected }];
    }),
  );
}

/**
 * A golden of the assignment.
 *
 * @throws Error when there is none of this name.
 */
export function golden(id: string): Golden {
  goldens ??= readGoldens();
  const found = goldens.get(id);
  if (found === undefined) throw new Error(`two-layer-nn has no golden ${id}`);
  return found;
}

/** The goldens that judge ordinary values; the others are edges and extremes. */
export const ORDINARY = ["typical", "many-features", "many-classes", "large"] as const;
