import type { Budget } from "./budget.js";
import { HostChild } from "./child.js";
import { Confinement } from "./confinement.js";
import { Conversation } from "./conversation.js";
import { CpuClock, descendants } from "./cpu-clock.js";
import { Deadline, type Passed } from "./deadline.js";
import { type Activity, type Exit, fault, faultOfExit, type HostFault } from "./fault.js";
import { InfrastructureError } from "./infrastructure-error.js";
import type { Launch } from "./sandbox/launch.js";
import { callName } from "./wire/call-name.js";
import { FrameReader } from "./wire/frame-reader.js";
import type { Reply, Request } from "./wire/message.js";
import { decodeReply } from "./wire/reply.js";
import { encodeRequest } from "./wire/request.js";

/** The reply to a request with the computing time it took in milliseconds, or why there is none. */
export type Call =
  | { readonly ok: true; readonly reply: Exclude<Reply, { type: "ready" | "step" }>; readonly cpuMs: number }
  | { readonly ok: false; readonly fault: HostFault };

interface Outstanding {
  readonly conversation: Conversation;
  readonly deadline: Deadline | undefined;
  readonly startMs: number;
  readonly settle: (call: Call | InfrastructureError) => void;
}

interface Announcement {
  readonly resolve: () => void;
  readonly reject: (error: InfrastructureError) => void;
}

/**
 * The grader's end of a host's channel: one outstanding call, and a host that says anything out of turn is killed.
 * What goes wrong before the first call is ours; after it, the submission's.
 */
export class Connection {
  /** Resolves when the host has said that it is ready; rejects when it dies before. */
  readonly ready: Promise<void>;
  private readonly exited: Promise<void>;
  private markExited: (() => void) | undefined;
  private readonly child: HostChild;
  private readonly confinement: Confinement | undefined;
  private readonly reader = new FrameReader();
  private announcement: Announcement | undefined;
  private clock: CpuClock | undefined;
  private outstanding: Outstanding | undefined;
  private activity: Activity = { kind: "other" };
  private touched = false;
  private stopping = false;
  private cause: HostFault | undefined;
  private exit: Exit | undefined;

  /** With `patient`, nothing is stopped for taking long, as for a debugger, and stderr is passed on. */
  constructor(
    launch: Launch,
    private readonly patient: boolean,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.announcement = { resolve, reject };
    });
    this.exited = new Promise((resolve) => {
      this.markExited = resolve;
    });
    const events = {
      onData: (chunk: Buffer): void => this.receive(chunk),
      onFlood: (): void => this.condemn(fault("output-limit", "output-limit", this.activity)),
      onExit: (exit: Exit): void => {
        this.bury(exit);
        this.markExited?.();
      },
    };
    this.child = new HostChild(launch, events, patient);
    const { confine } = launch;
    // Where nothing was started there is no process to confine, and 0 stands for our own.
    if (confine !== undefined && this.child.pid > 0)
      this.confinement = new Confinement(confine, this.child.pid);
  }

  /**
   * Sends a request and gives its reply.
   *
   * @throws InfrastructureError when the host is gone through no fault of a submission, or was stopped.
   * @throws RangeError when the request is longer than a frame may be.
   * @throws Error when another call is outstanding.
   */
  async call(request: Request, budget: Budget): Promise<Call> {
    if (this.outstanding !== undefined) throw new Error("a host takes one call at a time");
    const frame = encodeRequest(request);
    if (this.child.ended) await this.exited;
    const gone = this.whyGone();
    if (gone instanceof InfrastructureError) throw gone;
    if (gone !== undefined) return { ok: false, fault: gone };
    this.touched = true;
    this.activity = request.type === "load" ? { kind: "load" } : { kind: "other" };
    return new Promise((resolve, reject) => {
      this.outstanding = {
        conversation: new Conversation(request),
        ...this.watch(budget),
        settle: (call) => (call instanceof InfrastructureError ? reject(call) : resolve(call)),
      };
      this.child.hold(true);
      this.child.send(frame);
    });
  }

  /** The process that runs the submission's code; 0 before the host was ready. */
  get pid(): number {
    return this.clock?.pid ?? 0;
  }

  /** Kills the host and resolves when it is dead; an outstanding call is rejected. Harmless when repeated. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child.kill();
    this.child.hold(true);
    await this.exited;
  }

  private watch(budget: Budget): { startMs: number; deadline: Deadline | undefined } {
    const { clock } = this;
    if (clock === undefined) throw new Error("a call before the host was ready");
    const startMs = clock.read();
    const onPassed = (passed: Passed): void => this.timeOut(passed);
    return { startMs, deadline: this.patient ? undefined : new Deadline(clock, budget, startMs, onPassed) };
  }

  private timeOut({ limit, single, ms }: Passed): void {
    // What all calls took together is not the fault of the last.
    const activity = single ? this.activity : ({ kind: "other" } as const);
    this.condemn(fault("timeout", `timeout-${limit}`, activity, { seconds: ms / 1000 }));
  }

  private receive(chunk: Buffer): void {
    if (this.cause !== undefined) return;
    const { payloads, error } = this.reader.push(chunk);
    for (const payload of payloads) {
      const reply = decodeReply(payload);
      if (!reply.ok) return this.violate(reply.error.message);
      this.hear(reply.message);
      // A host that once spoke out of turn is not listened to any more, even if the right answer follows.
      if (this.cause !== undefined) return;
    }
    if (error !== undefined) this.violate(error.message);
  }

  private hear(reply: Reply): void {
    const { outstanding } = this;
    if (outstanding === undefined) return this.hearAnnouncement(reply);
    const heard = outstanding.conversation.hear(reply);
    if (heard.kind === "violation") return this.violate(heard.text);
    if (heard.kind === "step") {
      this.activity = { kind: "call", name: callName(heard.step) ?? "" };
      outstanding.deadline?.renew();
      return;
    }
    const cpuMs = Math.max(0, (this.clock?.read() ?? 0) - outstanding.startMs);
    this.finish({ ok: true, reply: heard.reply, cpuMs });
  }

  private hearAnnouncement(reply: Reply): void {
    if (reply.type !== "ready" || this.announcement === undefined) {
      return this.violate(`unsolicited ${reply.type}`);
    }
    const started = this.child.pid;
    const pid = descendants(started).at(-1) ?? started;
    this.clock = new CpuClock(pid);
    const { resolve, reject } = this.announcement;
    this.announcement = undefined;
    const confined = this.confinement?.of(pid) ?? Promise.resolve();
    confined.then(resolve, (cause: unknown) => {
      reject(new InfrastructureError("HOST_START_FAILED", "the host could not be confined", { cause }));
    });
  }

  private violate(text: string): void {
    this.condemn(fault("protocol-error", "protocol-error", this.activity, { text }));
  }

  private condemn(cause: HostFault): void {
    this.cause ??= cause;
    this.child.kill();
  }

  private bury(exit: Exit): void {
    this.exit = exit;
    this.clock?.close();
    const gone = this.whyGone() ?? new InfrastructureError("HOST_VANISHED", "the host is gone");
    if (gone instanceof InfrastructureError) this.announcement?.reject(gone);
    this.announcement = undefined;
    this.finish(gone instanceof InfrastructureError ? gone : { ok: false, fault: gone });
  }

  private finish(call: Call | InfrastructureError): void {
    const { outstanding } = this;
    this.outstanding = undefined;
    outstanding?.deadline?.cancel();
    this.child.hold(this.stopping);
    outstanding?.settle(call);
  }

  private whyGone(): HostFault | InfrastructureError | undefined {
    if (this.stopping) return new InfrastructureError("HOST_STOPPED", "the host was stopped");
    if (this.exit === undefined && this.cause === undefined) return undefined;
    if (this.touched) return (this.cause ??= faultOfExit(this.exit ?? NO_EXIT, this.activity));
    const { code, signal, stderr } = this.exit ?? NO_EXIT;
    const how = signal ?? `exit code ${code ?? "unknown"}`;
    return new InfrastructureError(
      "HOST_VANISHED",
      `the host ended before any call (${how}): ${stderr.trim()}`,
    );
  }
}

const NO_EXIT: Exit = { code: null, signal: null, stderr: "" };
