import type { Language } from "../locale/language.js";
import { sentence } from "../locale/sentence.js";
import type { GradebookEntry } from "../result/index.js";
import { signedPoints } from "../result/points.js";
import { oneLine } from "./plain-text.js";

/** A line for each thing that changed what the checks earned: lateness first, then every mark by hand with its reason. */
export function markLines(entry: GradebookEntry, language: Language): string[] {
  const { handedIn, penalty, adjustments } = entry;
  const late = {
    points: signedPoints(-penalty),
    percent: handedIn?.latePercent ?? 0,
    minutes: handedIn?.lateMinutes ?? 0,
  };
  return [
    ...(penalty === 0 ? [] : [sentence({ code: "publish.late", values: late }, language)]),
    ...adjustments.map(({ target, points, reason }) =>
      sentence(
        {
          code: "publish.adjusted",
          values: { points: signedPoints(points), target, reason: oneLine(reason) },
        },
        language,
      ),
    ),
  ];
}
