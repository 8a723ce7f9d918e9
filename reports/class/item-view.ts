import { sentence } from "../../grader/locale/sentence.js";
import type { Gradebook, GradebookCheck } from "../../grader/result/gradebook.js";
import { type ItemStatistics, itemStatistics } from "../statistics/item-statistics.js";
import { shownPoints } from "../text/format-number.js";
import { percentOf } from "../view/part-view.js";
import type { ClassReportOptions } from "./class-options.js";
import type { MistakeView } from "./mistake-view.js";
import { type NumberCell, numberCell } from "./number-cell.js";

/** What a class did with one check, ready to be shown. */
export interface ItemView {
  /** Its place in the handout, which is its name within the page. */
  index: number;
  id: string;
  title: string;
  part: string;
  points: string;
  hidden: boolean;
  passRate: NumberCell;
  /** From 0 to 100. */
  percent: number;
  discrimination: NumberCell;
  /** Those who do well elsewhere do badly here: the check itself may be at fault. */
  isContrary: boolean;
  /** The place of the commonest mistake in the list of mistakes, its id, and how many made it; null where there is none. */
  mistake: { index: number; id: string; count: number } | null;
  /** The commonest outcome other than passed, with its count; null where all passed. */
  outcome: { text: string; count: number } | null;
  time: NumberCell;
}

/** Below this a correlation says that the check measures something else. */
const CONTRARY = -0.1;

/** What a class did with each check, in the order of the handout. */
export function itemViews(
  gradebook: Gradebook,
  options: ClassReportOptions,
  mistakes: readonly MistakeView[],
): ItemView[] {
  const { language, texts } = options;
  const place = new Map(mistakes.map(({ mistake, index }) => [mistake, index]));
  const percent = (rate: number): number => percentOf(rate, 1);
  const view = (check: GradebookCheck, item: ItemStatistics, index: number): ItemView => ({
    index,
    id: check.id,
    title: texts.checks[check.id]?.title ?? check.title,
    part: texts.parts[check.part] ?? check.part,
    points: shownPoints(check.points),
    hidden: check.visibility === "hidden",
    passRate: numberCell(item.passRate, (rate) => `${percent(rate)} %`),
    percent: percent(item.passRate ?? 0),
    discrimination: numberCell(item.discrimination, (r) => r.toFixed(2).replace("-", "−")),
    isContrary: (item.discrimination ?? 0) < CONTRARY,
    mistake:
      item.mistake === null
        ? null
        : { index: place.get(item.mistake.value) ?? 0, id: item.mistake.value, count: item.mistake.count },
    outcome:
      item.outcome === null
        ? null
        : {
            text: sentence({ code: `report.outcome.${item.outcome.value}`, values: {} }, language),
            count: item.outcome.count,
          },
    time: numberCell(item.medianMs, (ms) => `${shownPoints(Number(ms.toFixed(ms < 10 ? 1 : 0)))} ms`),
  });
  const statistics = new Map(itemStatistics(gradebook).map((item) => [item.id, item]));
  return gradebook.checks.flatMap((check, index) => {
    const item = statistics.get(check.id);
    return item === undefined ? [] : [view(check, item, index)];
  });
}
