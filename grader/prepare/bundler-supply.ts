import { InfrastructureError } from "../host/infrastructure-error.js";
import type { SandboxRequest } from "../host/sandbox/choose-sandbox.js";
import { type Sandbox, SANDBOX_KINDS, SANDBOXES } from "../host/sandbox/sandbox.js";
import { Spare } from "../host/spare.js";
import { type BundlerFault, BundlerProcess } from "./bundler-process.js";
import type { BundleReply, BundleRequest } from "./bundler/message.js";
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
 * Bundles a submission in the process that was started ahead, if there is one, and once more in a fresh process where the first did not survive it: somebody else may have killed
 * that, even while it waited. The second time counts.
 *
 * @throws InfrastructureError when a process does not come up or cannot be confined.
 */
export async function bundled(sandbox: Sandbox, request: BundleRequest): Promise<BundleReply | BundlerFault> {
  const bundle = async (bundler: Promise<BundlerProcess>): Promise<BundleReply | BundlerFault> =>
    (await bundler).bundle(request);
  const first = await bundle(spare.take(sandbox.kind) ?? start(sandbox)).catch((error: unknown) => {
    if (!(error instanceof InfrastructureError)) throw error;
    return null;
  });
  return first === null || first === "bundler-crashed" ? bundle(start(sandbox)) : first;
}
