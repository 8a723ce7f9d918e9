/** One axis of a tensor: its letter in the handout, what one index of it is, and how many there are. */
export interface Axis {
  readonly letter: string;
  readonly name: string;
  readonly size: number;
}

/** What a tensor is called in the handout, and its axes. */
export interface Label {
  readonly what: string;
  readonly axes: readonly Axis[];
}

/** The shape as the handout writes it, such as `(N, C) = (3, 4)`; a scalar is `()`. */
export function shapeText(axes: readonly Axis[]): string {
  const letters = axes.map((axis) => axis.letter).join(", ");
  return `(${letters}) = ${sizesText(axes.map((axis) => axis.size))}`;
}

/** The sizes alone, such as `(3, 4)`. */
export function sizesText(shape: readonly number[]): string {
  return `(${shape.join(", ")})`;
}

/** The index along each axis of entry `flat` in row-major order. */
export function indexOf(axes: readonly Axis[], flat: number): { name: string; index: number }[] {
  const index: { name: string; index: number }[] = [];
  let rest = flat;
  for (const axis of [...axes].toReversed()) {
    index.unshift({ name: axis.name, index: rest % axis.size });
    rest = Math.floor(rest / axis.size);
  }
  return index;
}
