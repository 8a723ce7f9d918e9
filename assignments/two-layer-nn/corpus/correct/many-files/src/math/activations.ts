export const sigmoid = (z: number): number => {
  const e = Math.exp(-Math.abs(z));
  return (z < 0 ? e : 1) / (1 + e);
};

export const softmax = (row: number[]): number[] => {
  const shift = row.reduce((a, b) => Math.max(a, b));
  const exps = row.map((z) => Math.exp(z - shift));
  const sum = exps.reduce((a, b) => a + b);
  return exps.map((e) => e / sum);
};
