import { DefaultReporter, type TestModule } from "vitest/node";
import type { Manifest } from "../assignment/manifest.js";
import { byHandout } from "../run/handout-order.js";

/** vitest's own reporter, which tells what is not right yet in the order of the handout instead of the alphabet's. */
export class CalmReporter extends DefaultReporter {
  readonly #compare: (a: string, b: string) => number;

  constructor(manifest: Manifest, options?: ConstructorParameters<typeof DefaultReporter>[0]) {
    super(options);
    this.#compare = byHandout(manifest);
  }

  override onTestRunEnd(
    modules: readonly TestModule[],
    ...rest: Parameters<DefaultReporter["onTestRunEnd"]> extends [unknown, ...infer Rest] ? Rest : never
  ): void {
    super.onTestRunEnd(
      modules.toSorted((a, b) => this.#compare(a.moduleId, b.moduleId)),
      ...rest,
    );
  }
}
