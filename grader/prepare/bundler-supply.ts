import type { SandboxRequest } from "../host/sandbox/choose-sandbox.js";
import { type Sandbox, SANDBOX_KINDS, SANDBOXES } from "../host/sandbox/sandbox.js";
import { Spare } from "../host/spare.js";
import { BundlerProcess } from "./bundler-process.js";
import { rolldownLaunch } from "./rolldown-launch.js";

const spare = new Spare<BundlerProcess>();

async function start(sandbox: Sandbox): Promise<BundlerProcess> {
  return new BundlerProcess(await rolldownLaunch(sandbox, "grader/prepare/bundler"));
}

/**
 * Starts the bundler that is taken next, where there is none yet: for whoever has something else to wait for before there
 * is a submission, such as whether the sandbox works. One that is never taken dies with this process.
 *
 * @param request the sandbox that will be wanted; the strongest, for `auto`
 */
export function readyBundler(request: SandboxRequest): void {
  const kind = request === "auto" ? SANDBOX_KINDS[0] : request;
  spare.ready(kind, () => start(SANDBOXES[kind]));
}

/**
 * A bundler that was given nothing yet: the one that was started ahead, if it is still there.
 *
 * @throws InfrastructureError when it cannot be started.
 */
export async function takeBundler(sandbox: Sandbox): Promise<BundlerProcess> {
  // One that could not be started is no reason not to try again.
  const bundler = await spare.take(sandbox.kind)?.catch(() => null);
  return bundler === undefined || bundler === null || bundler.hasEnded ? start(sandbox) : bundler;
}
