/** How to start a host: a command line with its surroundings. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The unprivileged user to become; absent where we are one. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Open descriptors that become 4, 5, … in the child; closed here once it runs. */
  readonly descriptors: readonly number[];
  /**
   * Puts the started process, which runs no submission yet, under limits that can only be set from outside.
   *
   * @throws Error when the machine refuses.
   */
  readonly confine?: (pid: number) => Promise<void>;
  /** Gives back what was taken for this host; called once it is dead. */
  readonly release: () => void;
}
