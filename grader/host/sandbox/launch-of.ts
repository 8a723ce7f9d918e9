import { InfrastructureError } from "../infrastructure-error.js";
import { bubblewrapLaunch } from "./bubblewrap-launch.js";
import { hostProgram } from "./host-program.js";
import type { Launch } from "./launch.js";
import type { HostLimits } from "./limits.js";
import { permissionOptions } from "./permission-options.js";
import { plainLaunch } from "./plain-launch.js";
import type { Sandbox } from "./sandbox.js";

const DEBUGGER_PORT = 9229;

/**
 * How to start a host in a sandbox.
 *
 * @throws InfrastructureError when the sandbox cannot be had here, or a debugger is to look into one.
 */
export async function launchOf(
  sandbox: Sandbox,
  limits: HostLimits,
  inspect: true | number | undefined,
): Promise<Launch> {
  if (inspect !== undefined) {
    if (sandbox.kind !== "none") {
      throw new InfrastructureError("SANDBOX_UNAVAILABLE", "a debugger needs a host without a sandbox");
    }
    const port = inspect === true ? DEBUGGER_PORT : inspect;
    return plainLaunch(hostProgram(false, [`--inspect-wait=127.0.0.1:${port}`]), limits);
  }
  switch (sandbox.kind) {
    case "none":
      return plainLaunch(hostProgram(false), limits);
    case "permission":
      return plainLaunch(hostProgram(false), limits, permissionOptions);
    case "bubblewrap":
      return bubblewrapLaunch(hostProgram(true), limits);
  }
}
