import { basename } from "node:path";
import { BaseSequencer, type TestSequencer, type TestSpecification } from "vitest/node";
import type { Manifest } from "../assignment/manifest.js";

/**
 * A vitest sequencer that runs the spec files in the order of the handout's parts; for several workers the other way
 * round, for what comes last in a handout builds on all the rest and takes longest.
 */
export function handoutOrder(
  manifest: Manifest,
  workers: number,
): new (...args: ConstructorParameters<typeof BaseSequencer>) => TestSequencer {
  const order = manifest.parts.map((part) => part.id);
  const place = (file: TestSpecification): number =>
    order.indexOf(basename(file.moduleId).split(".")[0] ?? "");
  return class HandoutSequencer extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const direction = workers > 1 ? -1 : 1;
      return [...files].toSorted((a, b) => direction * (place(a) - place(b)));
    }
  };
}
