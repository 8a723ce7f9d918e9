import { displayWidth } from "../text/display-width.js";
import { shownPoints } from "../text/format-number.js";
import { scoreBins } from "../statistics/score-bins.js";
import type { Paint } from "./paint.js";

const WIDEST_BAR = 40;

/** How the scores of a class are spread: a line for each bin of points, with a bar as long as it has students. */
export function scoreBars(scores: readonly number[], maxScore: number, paint: Paint): string[] {
  const bins = scoreBins(scores, maxScore).map(({ low, high, count }) => ({
    range: `${shownPoints(low)}–${shownPoints(high)}`,
    count,
  }));
  const rangeWidth = Math.max(...bins.map(({ range }) => displayWidth(range)));
  const most = Math.max(1, ...bins.map(({ count }) => count));
  // Two columns before, two between, and what the number takes.
  const room = Math.min(WIDEST_BAR, paint.columns - rangeWidth - String(most).length - 5);
  return bins.map(({ range, count }) => {
    const length = Math.min(count === 0 ? 0 : room, Math.ceil((count / most) * room));
    const bar = paint.tone.passed("█".repeat(length));
    return `  ${range.padStart(rangeWidth)}  ${bar}${length === 0 ? "" : " "}${count}`;
  });
}
