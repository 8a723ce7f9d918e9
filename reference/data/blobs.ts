import { oneHot } from "../nn/one-hot.js";
import type { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import type { Examples } from "./examples.js";

/**
 * Clouds of points in the plane, one for each class, in random order: normal numbers of standard deviation
 * `spread` around centers that lie evenly on a circle of radius 2, turned by a random angle. With three
 * classes and the default spread they hardly touch.
 *
 * @param perClass points of each class
 * @returns `X (classes·perClass, 2)` and `Y (classes·perClass, classes)`
 */
export function blobs(random: Random, classes = 3, perClass = 20, spread = 0.5): Examples {
  const turn = random.uniform(0, 2 * Math.PI);
  const labels = random.shuffle(Array.from({ length: classes * perClass }, (_, i) => i % classes));
  const points = labels.map((label) => {
    const angle = turn + (2 * Math.PI * label) / classes;
    return [2 * Math.cos(angle) + spread * random.normal(), 2 * Math.sin(angle) + spread * random.normal()];
  });
  return { X: Tensor.fromRows(points), Y: oneHot(labels, classes) };
}
