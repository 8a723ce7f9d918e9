/** A matrix on a tape: it knows from which matrices it came, and how its gradient flows back to them. */
export class Variable {
  constructor(
    readonly value: number[][],
    readonly parents: readonly Variable[] = [],
    /** The gradients of the parents, given that of this one. */
    readonly pull: (d: number[][]) => number[][][] = () => [],
  ) {}
}

const product = (A: number[][], B: number[][]): number[][] =>
  A.map((row) => {
    const sums = new Array<number>(B[0].length).fill(0);
    row.forEach((a, k) => B[k].forEach((b, j) => (sums[j] += a * b)));
    return sums;
  });

const flip = (A: number[][]): number[][] => A[0].map((_, j) => A.map((row) => row[j]));

export const sum = (A: number[][], B: number[][]): number[][] =>
  A.map((row, i) => row.map((v, j) => v + B[i][j]));

export const matmul = (A: Variable, B: Variable): Variable =>
  new Variable(product(A.value, B.value), [A, B], (d) => [
    product(d, flip(B.value)),
    product(flip(A.value), d),
  ]);

export const transpose = (A: Variable): Variable => new Variable(flip(A.value), [A], (d) => [flip(d)]);

export const scale = (A: Variable, factor: number): Variable => {
  const scaled = (M: number[][]) => M.map((row) => row.map((v) => v * factor));
  return new Variable(scaled(A.value), [A], (d) => [scaled(d)]);
};

/** Adds a row (1,cols) to every row of A. */
export const addRow = (A: Variable, row: Variable): Variable =>
  new Variable(
    sum(
      A.value,
      A.value.map(() => row.value[0]),
    ),
    [A, row],
    (d) => [d, [d.reduce((total, next) => total.map((v, j) => v + next[j]))]],
  );

/** Hides the entries where `mask` is false; no gradient passes there. */
export const hide = (A: Variable, mask: boolean[][]): Variable =>
  new Variable(
    A.value.map((row, i) => row.map((v, j) => (mask[i][j] ? v : -Infinity))),
    [A],
    (d) => [d.map((row, i) => row.map((v, j) => (mask[i][j] ? v : 0)))],
  );

export const softmax = (A: Variable): Variable => {
  const value = A.value.map((row) => {
    const top = Math.max(...row);
    const powers = row.map((v) => Math.exp(v - top));
    const total = powers.reduce((a, b) => a + b);
    return powers.map((p) => p / total);
  });
  return new Variable(value, [A], (d) => [
    value.map((row, i) => {
      const mean = row.reduce((total, w, j) => total + w * d[i][j], 0);
      return row.map((w, j) => w * (d[i][j] - mean));
    }),
  ]);
};

export const columns = (A: Variable, start: number, count: number): Variable =>
  new Variable(
    A.value.map((row) => row.slice(start, start + count)),
    [A],
    (d) => [
      A.value.map((row, i) => row.map((_, j) => (j >= start && j < start + count ? d[i][j - start] : 0))),
    ],
  );

export const beside = (parts: Variable[]): Variable =>
  new Variable(
    parts[0].value.map((_, i) => parts.flatMap((part) => part.value[i])),
    parts,
    (d) => {
      let start = 0;
      return parts.map((part) => {
        const from = start;
        start += part.value[0].length;
        return d.map((row) => row.slice(from, from + part.value[0].length));
      });
    },
  );

/** The gradients of everything that the roots came from, in tables of their own: the tape itself stays as it is. */
export function gradients(
  roots: readonly Variable[],
  seeds: readonly number[][][],
): Map<Variable, number[][]> {
  const order: Variable[] = [];
  const seen = new Set<Variable>();
  const visit = (variable: Variable): void => {
    if (seen.has(variable)) return;
    seen.add(variable);
    variable.parents.forEach(visit);
    order.push(variable);
  };
  roots.forEach(visit);
  const table = new Map<Variable, number[][]>();
  const add = (variable: Variable, d: number[][]): void => {
    const before = table.get(variable);
    table.set(variable, before ? sum(before, d) : d);
  };
  roots.forEach((root, i) => add(root, seeds[i]));
  for (const variable of order.reverse()) {
    const d = table.get(variable);
    if (d) variable.pull(d).forEach((gradient, i) => add(variable.parents[i], gradient));
  }
  return table;
}
