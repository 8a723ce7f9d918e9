import type { LatePolicy } from "../assignment/manifest.js";
import type { CollectBounds } from "./git/bounds.js";
import type { GitSurroundings } from "./git/git.js";
import type { Protocol } from "./git/repository-url.js";
import type { TreeLimits } from "./tree/judge-tree.js";

/** How the work of a class is collected. */
export interface CollectOptions {
  /** The folder in which clones are kept for the next time. No two runs may use it at once. */
  readonly cache: string;
  /** The folder in which the files of a commit are written: `<into>/<id>/<commit>`. */
  readonly into: string;
  /** What a submission may weigh. */
  readonly limits: TreeLimits;
  /** The deadline of all, in milliseconds since 1970; where left out, the head counts and nobody is late. */
  readonly deadlineMs?: number;
  /** What becomes of late work; where left out, none is taken. */
  readonly late?: LatePolicy;
  /** The branch or tag to take; where left out, the default branch of each repository. */
  readonly ref?: string;
  /**
   * How repositories may be reached.
   *
   * @defaultValue https and ssh
   */
  readonly protocols?: readonly Protocol[];
  /** Ends everything at once. */
  readonly abort?: AbortSignal;
  /** Now, in milliseconds since 1970; dates after it are odd. */
  readonly nowMs?: number;
  /** Other bounds than the usual ones. */
  readonly bounds?: Partial<CollectBounds>;
  /** Another git than the one that is installed, and settings that come after ours. */
  readonly git?: Pick<GitSurroundings, "program" | "settings">;
}
