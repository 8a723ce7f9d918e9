/** A number as JSON can carry it: what JSON cannot write is spelled out. */
export type PlainNumber = number | "NaN" | "Infinity" | "-Infinity";

/** A matrix shown as colours: the error tensor, or got beside expected. Row-major `(rows, columns)`. */
export interface HeatmapPicture {
  kind: "heatmap";
  /** What the tensor is called in the handout, such as `dW1` or `y`. */
  what: string;
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

/** Curves over a shared x axis that counts from 1, such as the loss by epoch. */
export interface LinesPicture {
  kind: "lines";
  what: string;
  xAxis: string;
  yAxis: string;
  series: { name: string; values: PlainNumber[] }[];
}

/** A picture that a report draws; its numbers, never its pixels. */
export type Picture = HeatmapPicture | ScatterPicture | LinesPicture;
