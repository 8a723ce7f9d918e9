import { totalPoints } from "../result/points.js";
import type { Manifest } from "./manifest.js";

/** The points that there are to earn in an assignment. */
export function pointsOf({ parts }: Manifest): number {
  return totalPoints(parts.map((part) => part.points));
}
