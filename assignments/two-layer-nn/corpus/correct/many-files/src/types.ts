import type { Layer } from "./layer";

export type Matrix = number[][];
export type Params = Record<`W${Layer}`, Matrix> & Record<`b${Layer}`, number[]>;

export interface Options {
  lr: number;
  epochs: number;
  batchSize: number;
}
