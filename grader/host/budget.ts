/** How long a call may take. */
export interface Budget {
  /** Computing time of the host's processes together, so that a busy machine fails nobody. */
  readonly cpuMs: number;
  /** Time on the wall, for calls that wait without computing; generous. */
  readonly wallMs: number;
}
