/** How a git ended. */
export interface GitEnd {
  readonly status: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: Buffer;
  /** The beginning of what it complained about. */
  readonly stderr: string;
  readonly hasFlooded: boolean;
}
