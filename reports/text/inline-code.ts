/** A stretch of a text, set as code or as prose. */
export interface Stretch {
  text: string;
  code: boolean;
}

/** Splits a text at its pairs of backticks: what stands between two on one line is code. */
export function stretches(text: string): Stretch[] {
  return text
    .split(/`([^`\n]+)`/)
    .map((stretch, index) => ({ text: stretch, code: index % 2 === 1 }))
    .filter((stretch) => stretch.text !== "");
}
