import { join } from "node:path";
import { assignmentFolder } from "../../grader/assignment/texts.js";
import { loadGolden } from "../../reference/golden/generate.js";
import {
  attentionCases,
  multiHeadCases,
  type AttentionCase,
  type MultiHeadCase,
} from "../../reference/golden/multi-head-attention.js";

interface Goldens {
  readonly attention: ReadonlyMap<string, AttentionCase>;
  readonly layers: ReadonlyMap<string, MultiHeadCase>;
}

let goldens: Goldens | undefined;

function readGoldens(): Goldens {
  if (goldens !== undefined) return goldens;
  const path = join(assignmentFolder("multi-head-attention"), "golden", "multi-head-attention.json");
  const file = loadGolden(path);
  const byId = <Case extends { readonly id: string }>(cases: readonly Case[]): Map<string, Case> =>
    new Map(cases.map((each) => [each.id, each]));
  return (goldens = { attention: byId(attentionCases(file)), layers: byId(multiHeadCases(file)) });
}

function named<Case>(cases: ReadonlyMap<string, Case>, id: string): Case {
  const found = cases.get(id);
  if (found === undefined) throw new Error(`multi-head-attention has no golden ${id}`);
  return found;
}

/**
 * A golden of `scaledDotProductAttention`.
 *
 * @throws Error when there is none of this name.
 */
export function goldenAttention(id: string): AttentionCase {
  return named(readGoldens().attention, `attention-${id}`);
}

/**
 * A golden of a whole layer.
 *
 * @throws Error when there is none of this name.
 */
export function goldenLayer(id: string): MultiHeadCase {
  return named(readGoldens().layers, `layer-${id}`);
}
