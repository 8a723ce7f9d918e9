import { HostChild } from "../host/child.js";
import { CpuClock, descendants } from "../host/cpu-clock.js";
import { Deadline } from "../host/deadline.js";
import type { Exit } from "../host/fault.js";
import { InfrastructureError } from "../host/infrastructure-error.js";
import type { Launch } from "../host/sandbox/launch.js";
import { decodeReply } from "./bundle-reply.js";
import { type BundleReply, type BundleRequest, END, READY } from "./bundler/message.js";

const BUDGET = { cpuMs: 20_000, wallMs: 60_000 };
const REPLY_BYTES = 64 * 1024 * 1024;

/** A bundler that did not answer: the submission is at fault, or so strange that it might as well be. */
export type BundlerFault = "bundler-timeout" | "bundler-crashed";

/** A process in the sandbox that bundles one submission and ends. It may be started ahead, and does not keep us alive. */
export class BundlerProcess {
  private readonly launch: Launch;
  private readonly child: HostChild;
  private readonly chunks: Buffer[] = [];
  private length = 0;
  /** It has answered, or has ended. */
  private readonly isDone: Promise<unknown>;
  /** It is loaded and confined, or has ended: only then may it see anything of a submission. */
  private readonly isConfined: Promise<void>;
  private readonly exited: Promise<Exit>;

  /** @throws InfrastructureError when it cannot be started at once. */
  constructor(launch: Launch) {
    this.launch = launch;
    let markReady: () => void = () => undefined;
    let markDone: () => void = () => undefined;
    let markExited: (exit: Exit) => void = () => undefined;
    this.exited = new Promise((resolve) => (markExited = resolve));
    const isReady = Promise.race([new Promise<void>((resolve) => (markReady = resolve)), this.exited]);
    this.isDone = Promise.race([new Promise<void>((resolve) => (markDone = resolve)), this.exited]);
    const onData = (chunk: Buffer): void => {
      this.chunks.push(chunk);
      this.length += chunk.length;
      if (this.length > REPLY_BYTES) this.child.kill();
      markReady();
      if (this.length > READY.length && chunk.subarray(-END.length).toString() === END) markDone();
    };
    try {
      this.child = new HostChild(launch, { onData, onFlood: () => undefined, onExit: markExited }, false);
    } catch (cause) {
      launch.release();
      throw new InfrastructureError("PREPARE_FAILED", `cannot start ${launch.command}`, { cause });
    }
    this.isConfined = isReady.then(() => this.confine());
    // Whoever takes it hears of it; until then it must not end our process.
    this.isConfined.catch(() => undefined);
  }

  /**
   * Bundles a submission; the process takes one.
   *
   * @throws InfrastructureError when the process does not come up or cannot be confined.
   */
  async bundle(request: BundleRequest): Promise<BundleReply | BundlerFault> {
    this.child.hold(true);
    let timedOut = false;
    const clock = new CpuClock(this.child.pid);
    const deadline = new Deadline(clock, BUDGET, 0, () => {
      timedOut = true;
      this.child.kill();
    });
    try {
      await this.isConfined;
      if (!this.child.ended) this.child.finish(Buffer.from(JSON.stringify(request)));
      await this.isDone;
      const reply = Buffer.concat(this.chunks).toString("utf8");
      if (!reply.startsWith(READY)) {
        const { stderr } = await this.exited;
        throw new InfrastructureError("PREPARE_FAILED", `the bundler did not start: ${stderr.trim()}`);
      }
      if (timedOut) return "bundler-timeout";
      return decodeReply(reply.slice(READY.length)) ?? "bundler-crashed";
    } finally {
      deadline.cancel();
      clock.close();
      // What is left for it is to end, and nobody waits for that.
      if (!this.child.ended) this.child.kill();
    }
  }

  private async confine(): Promise<void> {
    if (this.child.ended) return;
    try {
      await this.launch.confine?.(descendants(this.child.pid).at(-1) ?? this.child.pid);
    } catch (cause) {
      this.child.kill();
      throw new InfrastructureError("PREPARE_FAILED", "the bundler could not be confined", { cause });
    }
  }
}
