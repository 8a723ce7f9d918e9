import type { Host } from "../host.js";
import { SANDBOXES } from "../sandbox/sandbox.js";
import { startHost } from "../start-host.js";
import { encodeReply } from "../wire/reply.js";
import type { Step } from "../wire/message.js";

const CODE = `export class Net {
  constructor() { this.W = [[0.1, -0.2], [Math.random(), 0.5]]; }
  forward(X) { console.log("forward", X.length); return X.map((row) => this.W.map((w) => Math.tanh(w[0] * row[0] + w[1] * row[1]))); }
}`;
const BUDGET = { cpuMs: 10_000, wallMs: 40_000 };
const X = { shape: [2, 2], data: Float64Array.of(1, -0, Number.NaN, 1e-300) };
const SCRIPT: readonly Step[] = [
  { op: "construct", name: "Net", args: [] },
  { op: "call", on: { register: 0, path: [] }, method: "forward", args: [X] },
  { op: "give", from: { register: 1, path: [] } },
  { op: "give", from: { register: 0, path: ["W"] } },
];

/** An honest submission in a sandbox beside that of an attack. */
export class Neighbour {
  readonly #host: Host;

  private constructor(host: Host) {
    this.#host = host;
  }

  /** What it answers when nobody else is there, as bytes of the wire. */
  static async alone(): Promise<Buffer> {
    const neighbour = await Neighbour.moveIn();
    const answer = await neighbour.answer();
    await neighbour.moveOut();
    return answer;
  }

  /** Starts it and loads its code. */
  static async moveIn(): Promise<Neighbour> {
    const host = await startHost({ sandbox: SANDBOXES.bubblewrap });
    const load = await host.load("neighbour", CODE, 7, BUDGET);
    if (!load.ok || !load.loaded) throw new Error("the neighbour was not loaded");
    return new Neighbour(host);
  }

  /** Its answers and what it printed. */
  async answer(): Promise<Buffer> {
    const run = await this.#host.run("neighbour", SCRIPT, BUDGET);
    if (!run.ok) throw new Error(`the neighbour died: ${run.fault.outcome}`);
    const { answers, output, untouched } = run;
    return encodeReply({ type: "answers", id: "0".repeat(32), answers, output, untouched });
  }

  /** Ends it. */
  async moveOut(): Promise<void> {
    await this.#host.stop();
  }
}
