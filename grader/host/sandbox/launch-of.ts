import { readFileSync } from "node:fs";
import { InfrastructureError } from "../infrastructure-error.js";
import { bubblewrapLaunch } from "./bubblewrap-launch.js";
import { hostFile } from "./host-file.js";
import type { Launch } from "./launch.js";
import type { HostLimits } from "./limits.js";
import { permissionOptions } from "./permission-options.js";
import { plainLaunch } from "./plain-launch.js";
import type { Sandbox } from "./sandbox.js";
import { stagedContent } from "./staging.js";

const MIB = 1024 * 1024;
const DEBUGGER_PORT = 9229;
const HOST_INSIDE = "/host.cjs";

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
    return plainLaunch(limits, () => [`--inspect-wait=127.0.0.1:${port}`]);
  }
  switch (sandbox.kind) {
    case "none":
      return plainLaunch(limits, () => []);
    case "permission":
      return plainLaunch(limits, permissionOptions);
    case "bubblewrap": {
      const staged = stagedContent(readFileSync(hostFile()), ".cjs");
      const heap = `--max-old-space-size=${Math.floor(limits.heapBytes / MIB)}`;
      const command = [heap, "--v8-pool-size=1", HOST_INSIDE];
      return bubblewrapLaunch({ command, bindings: [{ from: staged, to: HOST_INSIDE }] }, limits);
    }
  }
}
