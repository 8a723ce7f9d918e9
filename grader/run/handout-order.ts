import { basename } from "node:path";
import { BaseSequencer, type TestSequencer, type TestSpecification } from "vitest/node";
import type { Manifest } from "../assignment/manifest.js";

/** A vitest sequencer that runs the spec files in the order of the handout's parts. */
export function handoutOrder(
  manifest: Manifest,
): new (...args: ConstructorParameters<typeof BaseSequencer>) => TestSequencer {
  const order = manifest.parts.map((part) => part.id);
  const place = (file: TestSpecification): number =>
    order.indexOf(basename(file.moduleId).split(".")[0] ?? "");
  return class HandoutSequencer extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return [...files].toSorted((a, b) => place(a) - place(b));
    }
  };
}
