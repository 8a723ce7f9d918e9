import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import type { Socket } from "node:net";
import { setImmediate as turnOfTheLoop, setTimeout as pause } from "node:timers/promises";
import { onExit } from "signal-exit";
import type { Exit } from "./fault.js";
import type { Launch } from "./sandbox/launch.js";
import { signalGroup } from "./signal-group.js";

/** How much a submission may write to the raw streams before it is killed. */
const OUTPUT_BYTES = 1024 * 1024;
const KEPT_BYTES = 8 * 1024;
/** A process that outlived its parent may keep the streams open; nobody waits for it longer than this. */
const LAST_WORDS_MS = 50;

/** What a child tells of itself. */
export interface ChildEvents {
  onData(chunk: Buffer): void;
  /** It wrote more than it may; it has been killed. */
  onFlood(): void;
  onExit(exit: Exit): void;
}

/** Those whose places are still there, be they dead or alive. */
const unreleased = new Set<HostChild>();

/** A started host process with its four pipes. */
export class HostChild {
  private readonly process: ChildProcess;
  private readonly channel: Socket;
  /** Whether it is dead; its exit may still be told. */
  ended = false;
  private outputBytes = 0;
  private stderr = "";

  /** @throws Error when the command cannot be started at once; else the exit says so. */
  constructor(
    readonly launch: Launch,
    private readonly events: ChildEvents,
    forwardStderr: boolean,
  ) {
    try {
      this.process = spawn(launch.command, [...launch.args], {
        cwd: launch.cwd,
        env: launch.env,
        ...launch.user,
        detached: process.platform !== "win32",
        windowsHide: true,
        stdio: ["ignore", "pipe", forwardStderr ? "inherit" : "pipe", "pipe", ...launch.descriptors],
      });
    } finally {
      for (const descriptor of launch.descriptors) closeSync(descriptor);
    }
    unreleased.add(this);
    endAllOnExit();
    this.channel = this.process.stdio[3] as Socket;
    this.channel.on("data", (chunk: Buffer) => events.onData(chunk));
    this.channel.on("error", () => undefined);
    this.process.stdout?.on("data", (chunk: Buffer) => this.count(chunk));
    this.process.stderr?.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString("utf8");
      if (this.stderr.length > 2 * KEPT_BYTES) {
        this.stderr = this.stderr.slice(0, KEPT_BYTES) + this.stderr.slice(-KEPT_BYTES);
      }
      this.count(chunk);
    });
    this.hold(false);
    for (const stream of this.process.stdio) (stream as Socket | null)?.unref();
    const end = async (code: number | null, signal: NodeJS.Signals | null): Promise<void> => {
      if (this.ended) return;
      this.ended = true;
      await lastWords(this.process.stdio);
      for (const stream of this.process.stdio) stream?.destroy();
      launch.release();
      unreleased.delete(this);
      events.onExit({ code, signal, stderr: this.stderr });
    };
    this.process.on("exit", (code, signal) => void end(code, signal));
    this.process.on("error", (error) => {
      this.stderr += error.message;
      if (this.process.pid === undefined) void end(null, null);
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  send(frame: Buffer): void {
    this.channel.write(frame);
  }

  /** Sends the last frame and says so. */
  finish(frame: Buffer): void {
    this.channel.end(frame);
  }

  /** Kills it and, where the system has groups, what it started. */
  kill(): void {
    const { pid } = this.process;
    if (pid !== undefined) signalGroup(pid, "SIGKILL");
  }

  /** Whether the grader may not end before this child does; an idle host must not keep it from ending. */
  hold(held: boolean): void {
    if (held) this.process.ref();
    else this.process.unref();
  }

  private count(chunk: Buffer): void {
    const before = this.outputBytes;
    this.outputBytes += chunk.length;
    if (before > OUTPUT_BYTES || this.outputBytes <= OUTPUT_BYTES) return;
    this.kill();
    this.events.onFlood();
  }
}

/** What it wrote before its end is read by then, however busy we were: a turn of the loop comes after the timer. */
async function lastWords(streams: ChildProcess["stdio"]): Promise<void> {
  const open = streams.filter((stream) => stream !== null && stream !== undefined && !stream.closed);
  const closed = open.map((stream) => new Promise((resolve) => stream?.once("close", resolve)));
  const waiting = new AbortController();
  await Promise.race([Promise.all(closed), pause(LAST_WORDS_MS, undefined, waiting)]);
  waiting.abort();
  await turnOfTheLoop();
}

let watching = false;

/**
 * Hosts die with the grader by themselves, for their channel closes and their parent is gone; those in an endless
 * loop on a system without parent-death signals need this, and so do the places of all of them, however we end.
 */
function endAllOnExit(): void {
  if (watching) return;
  watching = true;
  onExit(() => {
    for (const child of unreleased) {
      if (!child.ended) child.kill();
      child.launch.release();
    }
  });
}
