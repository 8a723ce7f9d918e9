/** A number as JSON can carry it: what JSON cannot write is spelled out. */
export type PlainNumber = number | "NaN" | "Infinity" | "-Infinity";

/** An index along a named axis, such as head 1. */
export interface AxisIndex {
  /** A term, as every name of a picture: see {@link Picture}. */
  name: string;
  /** Counted from 0. */
  index: number;
}

/** A matrix shown as colours: the error tensor, or got beside expected. Row-major `(rows, columns)`. */
export interface HeatmapPicture {
  kind: "heatmap";
  /** What the tensor is called in the handout, such as `dW1` or `y`, or the slice of it: `weights[1][0]`. */
  what: string;
  /** Which slice of a larger tensor it is; left out where the matrix is the tensor. */
  slice?: AxisIndex[];
  /** The sizes that get the full colour, where several matrices are to be compared; left out, it is their own. */
  scale?: { value: PlainNumber; error: PlainNumber };
  rowAxis: string;
  columnAxis: string;
  rows: number;
  columns: number;
  got: PlainNumber[];
  expected: PlainNumber[];
  /** Absolute difference. */
  error: PlainNumber[];
}

/** Analytic against numeric gradient: on the diagonal where they agree. */
export interface ScatterPicture {
  kind: "scatter";
  what: string;
  xAxis: string;
  yAxis: string;
  points: { label: string; x: PlainNumber; y: PlainNumber }[];
}

/** Curves over a shared x axis of whole numbers, such as the loss by epoch. */
export interface LinesPicture {
  kind: "lines";
  what: string;
  /** Which slice of a larger tensor it is; left out where there is none. */
  slice?: AxisIndex[];
  /** Where the x axis begins to count: 0 for indices. Left out, it is 1. */
  first?: number;
  /** `log` where the values span decades; left out, it is `linear`. */
  yScale?: "linear" | "log";
  xAxis: string;
  yAxis: string;
  series: { name: string; values: PlainNumber[] }[];
}

/**
 * A picture that a report draws; its numbers, never its pixels.
 *
 * Names of axes and series are terms such as `example` or `submission`: keys of `term.json`, which a report writes in
 * its reader's language. Several may be joined by commas. A word that is no term, such as `LSTM`, stays as it is.
 */
export type Picture = HeatmapPicture | ScatterPicture | LinesPicture;
