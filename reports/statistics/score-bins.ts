/** How many scores lie from `low` up to, but not including, `high`; of the last bin it is included. */
export interface ScoreBin {
  low: number;
  high: number;
  count: number;
}

/** About this many bins for a class, and for one so large that finer ones are still filled. */
const BINS = { few: 10, many: 20, from: 150 };

/** The smallest of 1, 2 and 5 times a power of ten that is not smaller than this. */
function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const factor = [1, 2, 5, 10].find((each) => each * power >= width * (1 - 1e-12)) ?? 10;
  return factor * power;
}

/**
 * Scores counted in bins of a round width, from 0 to the most points that can be had. One more bin holds what lies above
 * those, where somebody was given more. Every score is in exactly one bin.
 *
 * @param scores none below 0
 * @param maxScore at least 0
 */
export function scoreBins(scores: readonly number[], maxScore: number): ScoreBin[] {
  const width = maxScore > 0 ? roundUp(maxScore / (scores.length >= BINS.from ? BINS.many : BINS.few)) : 1;
  // 0.1 * 3 is not 0.3: the edges are read by people.
  const edge = (index: number): number => Math.min(maxScore, Number((index * width).toPrecision(12)));
  const length = Math.max(1, Math.ceil(Number((maxScore / width).toPrecision(12))));
  const bins = Array.from({ length }, (_, i) => ({ low: edge(i), high: edge(i + 1), count: 0 }));
  const above = { low: maxScore, high: scores.reduce((a, b) => Math.max(a, b), maxScore), count: 0 };
  for (const score of scores) {
    const bin = score > maxScore ? above : bins.findLast(({ low }) => low <= score);
    if (bin !== undefined) bin.count++;
  }
  return above.count === 0 ? bins : [...bins, above];
}
