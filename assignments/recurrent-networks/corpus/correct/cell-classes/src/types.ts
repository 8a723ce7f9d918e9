export type Vector = number[];
export type Matrix = Vector[];
export type Sequence = Matrix[];

/** What one example carries from step to step: h, and c where there is one. */
export type State = Vector[];

export enum Direction {
  Forward = 1,
  Backward = -1,
}

/** One step of one example. */
export interface Tape {
  readonly next: State;
  /** From the gradient of `next` to those of x and of the state before. */
  back(d: State): { dx: Vector; dState: State };
}
