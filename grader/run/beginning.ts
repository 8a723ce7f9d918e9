/** When something began: by the clock on the wall, which may jump, and by one that never does. */
export interface Beginning {
  readonly at: Date;
  readonly ms: number;
}

/** Something begins now. */
export function begin(): Beginning {
  return { at: new Date(), ms: performance.now() };
}

/** Milliseconds since then. */
export function msSince({ ms }: Beginning): number {
  return performance.now() - ms;
}
