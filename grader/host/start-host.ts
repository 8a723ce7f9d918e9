import { isMainThread } from "node:worker_threads";
import { AwakeTimer } from "./awake-timer.js";
import { Connection } from "./connection.js";
import { Host } from "./host.js";
import { InfrastructureError } from "./infrastructure-error.js";
import { launchOf } from "./sandbox/launch-of.js";
import { DEFAULT_LIMITS, type HostLimits } from "./sandbox/limits.js";
import type { Sandbox } from "./sandbox/sandbox.js";

const START_MS = 20_000;

/** What to start a host with. */
export interface HostOptions {
  readonly sandbox: Sandbox;
  /** @defaultValue {@link DEFAULT_LIMITS} */
  readonly limits?: HostLimits;
  /** Waits for a debugger on this port (`true`: 9229) and puts no deadline on anything. Without a sandbox only. */
  readonly inspect?: true | number;
}

/**
 * Starts an empty host; code comes later, by `load`, so hosts can be started ahead.
 *
 * @throws InfrastructureError when it cannot be started, or not from this thread: a host dies with the *thread*
 *   that started it.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  if (!isMainThread)
    throw new InfrastructureError("HOST_NOT_MAIN_THREAD", "hosts start from the main thread");
  const { sandbox, limits = DEFAULT_LIMITS, inspect } = options;
  const patient = inspect !== undefined;
  const launch = await launchOf(sandbox, limits, inspect);
  let connection: Connection;
  try {
    connection = new Connection(launch, patient);
  } catch (cause) {
    launch.release();
    throw new InfrastructureError("HOST_START_FAILED", `cannot start ${launch.command}`, { cause });
  }
  const timer = patient ? undefined : new AwakeTimer(START_MS, () => void connection.stop());
  try {
    await connection.ready;
  } catch (cause) {
    void connection.stop();
    const text = cause instanceof Error ? cause.message : "";
    throw new InfrastructureError("HOST_START_FAILED", `the host did not start: ${text}`, { cause });
  } finally {
    timer?.cancel();
  }
  return new Host(connection);
}
