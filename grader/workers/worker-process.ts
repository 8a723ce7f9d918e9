import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { AwakeTimer } from "../host/awake-timer.js";
import { signalGroup } from "../host/signal-group.js";
import { packageRoot } from "../package/root.js";
import type { Result } from "../result/index.js";
import type { Chunk, WorkerWord } from "./message.js";

/** A worker says something at every check; one that is silent for so long will say nothing any more. */
const SILENCE_MS = 600_000;
const KEPT_BYTES = 4096;
/** What is asked to end takes away what it has lying about; what has not ended by then is ended. */
const TIDY_MS = 1000;

/** Who is told what a worker says. */
export interface ChunkListeners {
  readonly onCheck: () => void;
  readonly onResult: (result: Result) => void;
}

/** A worker and the one chunk that it grades. */
export class WorkerProcess {
  /** How it ended: empty where all went well, else why not. It never rejects. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  #fault = "the worker ended without a word";
  #silence: AwakeTimer | undefined;

  constructor(chunk: Chunk, listeners: ChunkListeners) {
    let stderr = "";
    this.#child = fork(join(packageRoot(), "dist", "grader", "workers", "worker.js"), [], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // Ctrl-C is for the grader to hear, which then ends its workers.
      detached: true,
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-KEPT_BYTES);
    });
    this.#child.on("message", (word: WorkerWord) => this.#hear(word, listeners));
    this.ended = new Promise((resolve) => {
      this.#child.on("error", (error) => resolve(error.message));
      this.#child.on("close", (code, signal) => {
        this.#silence?.cancel();
        if (this.#fault === "") return resolve("");
        resolve([this.#fault, `(${signal ?? `exit code ${code}`})`, stderr.trim()].filter(Boolean).join(" "));
      });
    });
    this.#child.send(chunk, (error) => {
      if (error !== null) this.kill();
    });
    this.#listen();
  }

  /** Ends it, with all that it started. */
  kill(): void {
    const { pid, exitCode } = this.#child;
    if (pid === undefined || exitCode !== null) return;
    signalGroup(pid, "SIGTERM");
    // Also where the worker has ended by then: what it started may hang.
    setTimeout(() => signalGroup(pid, "SIGKILL"), TIDY_MS).unref();
  }

  #listen(): void {
    this.#silence?.cancel();
    this.#silence = new AwakeTimer(SILENCE_MS, () => {
      this.#fault = `the worker was silent for ${SILENCE_MS / 1000} s`;
      this.kill();
    });
  }

  #hear(word: WorkerWord, { onCheck, onResult }: ChunkListeners): void {
    this.#listen();
    switch (word.type) {
      case "check":
        return onCheck();
      case "result":
        return onResult(word.result);
      case "done":
        this.#fault = "";
        return;
      case "fault":
        this.#fault = word.message;
    }
  }
}
