import { basename } from "node:path";
import { BaseSequencer, type TestSequencer, type TestSpecification } from "vitest/node";
import type { Manifest } from "../assignment/manifest.js";

/** The part that a spec file judges. */
export function partOfSpec(moduleId: string): string {
  return basename(moduleId).split(".")[0] ?? "";
}

/** A function that compares two spec files by the order of the handout's parts. */
export function byHandout({ parts }: Manifest): (a: string, b: string) => number {
  const order = parts.map((part) => part.id);
  const place = (moduleId: string): number => order.indexOf(partOfSpec(moduleId));
  return (a, b) => place(a) - place(b);
}

/**
 * A vitest sequencer.
 *
 * @param turnOf in which turn a part is run, the lowest first; those of one turn go in the order of the handout
 */
export function handoutOrder(
  manifest: Manifest,
  turnOf: (part: string) => number = () => 0,
): new (...args: ConstructorParameters<typeof BaseSequencer>) => TestSequencer {
  const compare = byHandout(manifest);
  const turn = ({ moduleId }: TestSpecification): number => turnOf(partOfSpec(moduleId));
  return class HandoutSequencer extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return [...files].toSorted((a, b) => turn(a) - turn(b) || compare(a.moduleId, b.moduleId));
    }
  };
}
