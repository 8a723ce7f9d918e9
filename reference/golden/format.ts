/** A tensor in a golden file: `data` row-major; a scalar has the shape `[]`. */
export interface GoldenTensor {
  shape: number[];
  data: number[];
}

/** Inputs and the outputs that belong to them, by name. */
export interface GoldenCase {
  /** Unique in its file. */
  id: string;
  description: string;
  inputs: Record<string, GoldenTensor>;
  outputs: Record<string, GoldenTensor>;
}

/** A golden file: `assignments/<id>/golden/<id>.json`. */
export interface GoldenFile {
  format: "gradecheck/golden@1";
  assignment: string;
  /** What drew the inputs; the version changes whenever it would draw others. */
  generator: { name: string; version: string };
  seed: string;
  /** The code that computed the outputs. */
  reference: {
    /** The entry of the reference; what it imports counts too. */
    entry: string;
    /** SHA-256 over the names and texts of all these source files. */
    sha256: string;
  };
  /** An independent implementation that computed the same. */
  oracle: {
    name: string;
    version: string;
    script: string;
    /** The largest difference from the reference, relative to the largest entry of each tensor. */
    maxDifference: number;
  };
  cases: GoldenCase[];
}

/** What an oracle prints. */
export interface OraclePrint {
  oracle: string;
  version: string;
  python: string;
  cases: { id: string; outputs: Record<string, GoldenTensor> }[];
}

/** A golden file as text: one line for every list of numbers, so that a diff shows which tensor changed. */
export function formatGolden(file: GoldenFile): string {
  return `${linesOfNumbers(file)}\n`;
}

/** JSON with two spaces of indentation, but lists of numbers on one line. */
export function linesOfNumbers(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2);
  return json.replaceAll(/\[[-+.\deE,\s]*\]/g, (list) => list.replaceAll(/\s+/g, "").replaceAll(",", ", "));
}
