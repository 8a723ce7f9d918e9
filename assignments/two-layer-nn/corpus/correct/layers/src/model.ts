export type Matrix = number[][];
export type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

/** Anything with parameters that can take a step down a gradient. */
export abstract class Model<Kept> {
  params!: Params;

  abstract forward(X: Matrix): { y: Matrix; ffDict: Kept };
  abstract backward(X: Matrix, Y: Matrix, ffDict: Kept): Params;
  abstract computeLoss(Y: Matrix, yHat: Matrix): number;

  trainStep(X: Matrix, Y: Matrix, lr: number): number {
    const { y, ffDict } = this.forward(X);
    const gradients = this.backward(X, Y, ffDict);
    this.params = Object.fromEntries(
      Object.entries(this.params).map(([name, value]) => [
        name,
        minus(value, gradients[name as keyof Params], lr),
      ]),
    ) as Params;
    return this.computeLoss(Y, y);
  }
}

function minus<T extends number | number[] | Matrix>(value: T, gradient: T, lr: number): T {
  if (typeof value === "number") return (value - lr * (gradient as number)) as T;
  return (value as number[]).map((inner, i) => minus(inner, (gradient as number[])[i], lr)) as T;
}

export function glorotNormal(fanIn: number, fanOut: number): Matrix {
  const std = Math.SQRT2 / Math.sqrt(fanIn + fanOut);
  return Array.from({ length: fanIn }, () =>
    Array.from(
      { length: fanOut },
      () => std * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(Math.random() * 2 * Math.PI),
    ),
  );
}
