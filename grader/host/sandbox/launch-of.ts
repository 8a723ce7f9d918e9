import { InfrastructureError } from "../infrastructure-error.js";
import type { Launch } from "./launch.js";
import type { HostLimits } from "./limits.js";
import { plainLaunch } from "./plain-launch.js";
import type { Sandbox } from "./sandbox.js";

const DEBUGGER_PORT = 9229;

/**
 * How to start a host in a sandbox.
 *
 * @throws InfrastructureError when the sandbox cannot be had here, or a debugger is to look into one.
 */
export function launchOf(sandbox: Sandbox, limits: HostLimits, inspect: true | number | undefined): Launch {
  if (inspect !== undefined) {
    if (sandbox.kind !== "none") {
      throw new InfrastructureError("SANDBOX_UNAVAILABLE", "a debugger needs a host without a sandbox");
    }
    const port = inspect === true ? DEBUGGER_PORT : inspect;
    return plainLaunch(limits, () => [`--inspect-wait=127.0.0.1:${port}`]);
  }
  switch (sandbox.kind) {
    case "none":
      return plainLaunch(limits, () => []);
    case "permission":
    case "bubblewrap":
      throw new InfrastructureError("SANDBOX_UNAVAILABLE", sandbox.kind);
  }
}
