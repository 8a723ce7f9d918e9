import type { Random } from "../random/random.js";

/**
 * The row numbers 0 … N − 1 of one epoch in random order, cut into mini-batches; the last one may be short.
 *
 * @throws RangeError when `batchSize` is below 1.
 */
export function shuffledBatches(random: Random, examples: number, batchSize: number): number[][] {
  if (!(batchSize >= 1)) throw new RangeError(`a batch has at least one example, not ${batchSize}`);
  const order = random.shuffle(Array.from({ length: examples }, (_, row) => row));
  return Array.from({ length: Math.ceil(examples / batchSize) }, (_, batch) =>
    order.slice(batch * batchSize, (batch + 1) * batchSize),
  );
}
