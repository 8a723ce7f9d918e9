import { DefaultReporter, type TestModule } from "vitest/node";
import { paintFor } from "../../reports/terminal/paint.js";
import { SIGN } from "../../reports/view/sign.js";
import { loadFailure } from "../../reports/view/thrown-while-loading.js";
import { commonTone, toneOf } from "../../reports/view/tone.js";
import type { Manifest } from "../assignment/manifest.js";
import { readTexts } from "../assignment/texts.js";
import type { Language } from "../locale/language.js";
import { sentence } from "../locale/sentence.js";
import { wantsColor } from "../package/wants-color.js";
import type { Outcome } from "../result/index.js";
import { byHandout, partOfSpec } from "../run/handout-order.js";

type ModuleTask = Parameters<DefaultReporter["reportSummary"]>[0][number];

/**
 * vitest's own reporter for those who write an assignment: a line for each part instead of one for each spec file, what is
 * not written yet is no failure, and what is wrong is told of the first open part in the order of the handout only. The
 * score table comes after it and names the rest.
 */
export class CalmReporter extends DefaultReporter {
  readonly #manifest: Manifest;
  readonly #language: Language;
  /** The spec files whose checks could not run, for the code could not be loaded: the score table says why, once. */
  readonly #untried = new Set<string>();

  constructor(manifest: Manifest, language: Language) {
    super();
    this.#manifest = manifest;
    this.#language = language;
  }

  protected override printTestModule(module: TestModule): void {
    const tests = [...module.children.allTests()];
    const recorded = tests.flatMap((test) => test.meta().gradecheck?.recorded ?? []);
    const ran = recorded.map(({ outcome }) => outcome);
    const failed = tests.filter((test) => test.result().state === "failed");
    // A fault of ours has no outcome, and vitest's own words are the right ones for it.
    const isOurs = failed.some((test) => test.meta().gradecheck?.recorded === undefined);
    if (isOurs || module.errors().length > 0) return super.printTestModule(module);
    // All of it was left out of this run.
    if (ran.length === 0) return;
    const { tone } = paintFor(wantsColor(process.stdout), 80);
    const part = partOfSpec(module.moduleId);
    const title = readTexts(this.#manifest.id, this.#language).parts[part] ?? part;
    const isUntried = recorded.every((each) => each.outcome === "skipped" || loadFailure(each) !== undefined);
    const common = isUntried ? "waiting" : commonTone(ran.map(toneOf));
    this.log(` ${tone[common](SIGN[common])} ${title} · ${isUntried ? this.#notRun() : this.#standing(ran)}`);
    if (isUntried) {
      this.#untried.add(module.moduleId);
      return;
    }
    this.#untried.delete(module.moduleId);
    for (const test of failed) this.log(`     ${tone.failed(`${SIGN.failed} ${test.name}`)}`);
  }

  #notRun(): string {
    return sentence({ code: "student.not-run", values: {} }, this.#language);
  }

  #standing(outcomes: readonly Outcome[]): string {
    if (outcomes.every((outcome) => outcome === "not-implemented")) {
      return sentence({ code: "student.not-begun", values: {} }, this.#language);
    }
    const passed = outcomes.filter((outcome) => outcome === "passed").length;
    return sentence({ code: "student.checks", values: { passed, count: outcomes.length } }, this.#language);
  }

  override reportSummary(files: ModuleTask[], errors: unknown[]): void {
    const compare = byHandout(this.#manifest);
    const failed = files.filter(
      ({ result, filepath }) => result?.state === "fail" && !this.#untried.has(filepath),
    );
    super.reportSummary(failed.toSorted((a, b) => compare(a.filepath, b.filepath)).slice(0, 1), errors);
  }

  /** The score table counts checks and points, which is all that there is to sum up. */
  override reportTestSummary(): void {
    this.log();
  }
}
