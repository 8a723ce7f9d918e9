/** How long a call may take: loading a module, one step of a script that tells its steps, or a whole script that does not. */
export interface Budget {
  /** Computing time of the host's processes together, so that a busy machine fails nobody. */
  readonly cpuMs: number;
  /** Time on the wall, for calls that wait without computing; generous. */
  readonly wallMs: number;
}

/** What a script that tells its steps may take in all, in budgets of one step. */
export const WHOLE_SCRIPT = { cpu: 10, wall: 2 } as const;
