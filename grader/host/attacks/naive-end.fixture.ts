import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import type { Duplex } from "node:stream";
import type { Launch } from "../sandbox/launch.js";
import { encodeRequest } from "../wire/request.js";
import type { Ending } from "./attack.fixture.js";
import { SCRIPT } from "./called.fixture.js";

const ID = "f".repeat(32);
const FLOOD_BYTES = 4 * 1024 * 1024;

/**
 * The grader's end of the pipe as somebody writes it who trusts the other side: it believes the first answers that come,
 * whatever id they have, parses what it is sent as it is, and lets a process print as much as it likes.
 */
export async function calledNaively(code: string, launch: Launch): Promise<Ending> {
  const child = spawn(launch.command, [...launch.args], {
    cwd: launch.cwd,
    env: launch.env,
    ...launch.user,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe", ...launch.descriptors],
  });
  for (const descriptor of launch.descriptors) closeSync(descriptor);
  const channel = child.stdio[3] as Duplex;
  channel.on("error", () => undefined);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    return await new Promise<Ending>((resolve) => {
      let printed = 0;
      child.stdout?.on("data", (chunk: Buffer) => {
        printed += chunk.length;
        if (printed > FLOOD_BYTES) resolve({ outcome: "flooded", finding: null, text: "" });
      });
      child.once("exit", () => resolve({ outcome: "crashed", finding: null, text: "" }));
      let received = Buffer.alloc(0);
      channel.on("data", (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        while (received.length >= 4 && received.length >= 4 + received.readUInt32LE(0)) {
          const payload = received.subarray(4, 4 + received.readUInt32LE(0));
          received = received.subarray(4 + payload.length);
          const heard = believed(payload);
          if (heard === "ready") {
            channel.write(
              encodeRequest({ type: "load", id: ID, module: "m", form: "module", code, seed: 1 }),
            );
          } else if (heard === "loaded") {
            channel.write(encodeRequest({ type: "run", id: ID, module: "m", steps: SCRIPT, telling: true }));
          } else if (typeof heard !== "string") resolve(heard);
        }
      });
    });
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await ended;
    launch.release();
  }
}

/** What a payload says, taken at its word. */
function believed(payload: Buffer): Ending | string {
  try {
    const json = payload.toString("utf8", 4, 4 + payload.readUInt32LE(0));
    const envelope = JSON.parse(json) as {
      type: string;
      answers?: { value?: Sent }[];
    };
    // As a log of what came would.
    JSON.stringify(envelope);
    if (envelope.type !== "answers") return envelope.type;
    const value = plain(envelope.answers?.[1]?.value);
    const text = typeof value === "object" ? value["text"] : value;
    return { outcome: "answered", finding: null, text: typeof text === "string" ? text : "" };
  } catch (cause) {
    return { outcome: "grader-broke", finding: null, text: cause instanceof Error ? cause.name : "" };
  }
}

/** A value as it is sent, as far as these attacks go. */
interface Sent {
  readonly text?: string;
  readonly entries?: readonly (readonly [string, Sent])[];
}

/** An object is made of what was sent, key by key, whatever the keys are. */
function plain(sent: Sent | undefined): string | Record<string, unknown> {
  if (sent?.entries === undefined) return sent?.text ?? "";
  const object: Record<string, unknown> = {};
  for (const [key, value] of sent.entries) object[key] = plain(value);
  return object;
}
