import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { applying, BUDGET } from "./host.fixture.js";
import { SANDBOXES } from "./sandbox/sandbox.js";
import { startHost } from "./start-host.js";

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Node's own debugger for the terminal, attached to a port. */
class Debugger {
  readonly #child;
  #output = "";
  #onOutput: () => void = () => undefined;

  constructor(port: number) {
    this.#child = spawn(process.execPath, ["inspect", `127.0.0.1:${port}`], { stdio: "pipe" });
    onTestFinished(() => void this.#child.kill());
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      this.#onOutput();
    });
  }

  /** What it printed since the last time, once the text is among it. */
  until(text: string): Promise<string> {
    return new Promise((resolve) => {
      this.#onOutput = () => {
        if (!this.#output.includes(text)) return;
        resolve(this.#output);
        this.#output = "";
      };
      this.#onOutput();
    });
  }

  type(command: string): void {
    this.#child.stdin.write(`${command}\n`);
  }
}

test("a debugger attaches, stops in the submission, sees its variables and lets it go on", async () => {
  const port = await freePort();
  const starting = startHost({ sandbox: SANDBOXES.none, inspect: port });
  const attached = new Debugger(port);
  await attached.until("ok");
  attached.type("cont");
  const host = await starting;
  onTestFinished(() => host.stop());
  await host.load("m", "export function f(x) {\n  debugger;\n  return x + 1;\n}", 1, BUDGET);

  const running = host.run("m", applying("f", 41), BUDGET);
  expect(await attached.until("break in")).toContain("m.mjs:2");
  attached.type("exec x");
  await attached.until("41");
  attached.type("cont");
  expect(await running).toMatchObject({
    ok: true,
    answers: [{ status: "done" }, { value: { kind: "number", number: 42 } }],
  });
});
