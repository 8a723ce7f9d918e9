import { HostChild } from "../host/child.js";
import { CpuClock, descendants } from "../host/cpu-clock.js";
import { Deadline } from "../host/deadline.js";
import type { Exit } from "../host/fault.js";
import { InfrastructureError } from "../host/infrastructure-error.js";
import type { Launch } from "../host/sandbox/launch.js";
import type { Sandbox } from "../host/sandbox/sandbox.js";
import { decodeReply } from "./bundle-reply.js";
import { type BundleReply, type BundleRequest, READY } from "./bundler/message.js";
import { rolldownLaunch } from "./rolldown-launch.js";

const BUDGET = { cpuMs: 20_000, wallMs: 60_000 };
const REPLY_BYTES = 64 * 1024 * 1024;

/** A bundler that did not answer: the submission is at fault, or so strange that it might as well be. */
export type BundlerFault = "bundler-timeout" | "bundler-crashed";

/**
 * Bundles a submission in a process of its own, in the sandbox.
 *
 * @throws InfrastructureError when the process does not come up.
 */
export async function bundleApart(
  request: BundleRequest,
  sandbox: Sandbox,
): Promise<BundleReply | BundlerFault> {
  const launch = await rolldownLaunch(sandbox, "grader/prepare/bundler");
  const { exit, reply, timedOut } = await new Promise<Ending>((resolve, reject) => {
    try {
      converse(launch, request, resolve, reject);
    } catch (cause) {
      launch.release();
      reject(new InfrastructureError("PREPARE_FAILED", `cannot start ${launch.command}`, { cause }));
    }
  });
  if (!reply.startsWith(READY)) {
    throw new InfrastructureError("PREPARE_FAILED", `the bundler did not start: ${exit.stderr.trim()}`);
  }
  if (timedOut) return "bundler-timeout";
  return decodeReply(reply.slice(READY.length)) ?? "bundler-crashed";
}

interface Ending {
  readonly exit: Exit;
  readonly reply: string;
  readonly timedOut: boolean;
}

function converse(
  launch: Launch,
  request: BundleRequest,
  resolve: (ending: Ending) => void,
  reject: (error: InfrastructureError) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let timedOut = false;
  const child = new HostChild(
    launch,
    {
      onData(chunk) {
        if (length === 0) void ask();
        chunks.push(chunk);
        length += chunk.length;
        if (length > REPLY_BYTES) child.kill();
      },
      onFlood: () => undefined,
      onExit(exit) {
        deadline.cancel();
        clock.close();
        resolve({ exit, reply: Buffer.concat(chunks).toString("utf8"), timedOut });
      },
    },
    false,
  );
  child.hold(true);
  const clock = new CpuClock(child.pid);
  const deadline = new Deadline(clock, BUDGET, 0, () => {
    timedOut = true;
    child.kill();
  });
  /** It has said that it is loaded, and is confined before it sees anything of the submission. */
  async function ask(): Promise<void> {
    try {
      await launch.confine?.(descendants(child.pid).at(-1) ?? child.pid);
      child.finish(Buffer.from(JSON.stringify(request)));
    } catch (cause) {
      reject(new InfrastructureError("PREPARE_FAILED", "the bundler could not be confined", { cause }));
      child.kill();
    }
  }
}
