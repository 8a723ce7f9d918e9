import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { sizeOf } from "../tensor/shape.js";
import { Tensor } from "../tensor/tensor.js";

/**
 * A stream of random numbers that the seed decides: xoroshiro128+ whose 128 bits of state are the head of a
 * SHA-256 of the seed, so that neighbouring seeds give unrelated streams.
 */
export class Random {
  /** The seed and the labels of the forks that led here. */
  private readonly path: readonly string[];
  private readonly generator: ReturnType<typeof xoroshiro128plusFromState>;

  /** @param seed any number or text; `7` and `"7"` are the same seed. */
  constructor(seed: number | string);
  constructor(seed: number | string, ...labels: readonly string[]);
  constructor(...path: readonly (number | string)[]) {
    this.path = path.map(String);
    const digest = createHash("sha256").update(JSON.stringify(this.path)).digest();
    this.generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)));
  }

  /**
   * An independent stream that only this stream's seed and `label` decide, not what was drawn before, so a new
   * draw in one place changes nothing in another.
   */
  fork(label: string): Random {
    const [seed = "", ...labels] = this.path;
    return new Random(seed, ...labels, label);
  }

  /** A number in `[from, to)`, evenly distributed. */
  uniform(from = 0, to = 1): number {
    return from + (to - from) * uniformFloat64(this.generator);
  }

  /** A whole number from `lowest` to `highest`, both included, evenly distributed. */
  integer(lowest: number, highest: number): number {
    return uniformInt(this.generator, lowest, highest);
  }

  /** A number from the standard normal distribution (Marsaglia & Bray 1964, the polar method). */
  normal(): number {
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const square = u * u + v * v;
      if (square > 0 && square < 1) return u * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }

  /** A tensor of independent normal numbers with mean 0 and standard deviation `scale`. */
  normalTensor(shape: readonly number[], scale = 1): Tensor {
    return Tensor.of(
      shape,
      Array.from({ length: sizeOf(shape) }, () => scale * this.normal()),
    );
  }

  /** A tensor of independent numbers, evenly distributed in `[from, to)`. */
  uniformTensor(shape: readonly number[], from = 0, to = 1): Tensor {
    return Tensor.of(
      shape,
      Array.from({ length: sizeOf(shape) }, () => this.uniform(from, to)),
    );
  }

  /** The items in an order in which all orders are equally likely (Fisher–Yates); `items` stays as it is. */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as Item, shuffled[last] as Item];
    }
    return shuffled;
  }
}
