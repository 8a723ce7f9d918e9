/**
 * Sends a signal to a process that was started as the first of a group and, where the system has groups, to what it
 * started; nothing where all of it has ended.
 */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // It has ended by itself.
  }
}
