/**
 * How many numbers a tensor of `shape` holds; 1 for the empty shape, a scalar.
 *
 * @throws RangeError when a dimension is no whole number from 0 up.
 */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 0) {
      throw new RangeError(`a dimension is a whole number from 0 up, not ${dimension}`);
    }
    size *= dimension;
  }
  return size;
}

/** Whether two shapes have the same dimensions in the same order. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** A shape as a handout writes it: `(3, 4)`, `(5)`, `()` for a scalar. */
export function showShape(shape: readonly number[]): string {
  return `(${shape.join(", ")})`;
}

/** The index, one number per axis, of the entry that lies `offset` places into the row-major data. */
export function indexAt(offset: number, shape: readonly number[]): number[] {
  const index = shape.map(() => 0);
  let rest = offset;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const dimension = shape[axis] ?? 1;
    index[axis] = rest % dimension;
    rest = Math.floor(rest / dimension);
  }
  return index;
}
