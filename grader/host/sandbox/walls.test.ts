import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { sentence } from "../../locale/sentence.js";
import { answersOf, applying, hostWith, sandboxesHere } from "../host.fixture.js";
import { startHost } from "../start-host.js";
import { chooseSandbox } from "./choose-sandbox.js";
import { lookInside } from "./inside.js";
import { probeSandbox } from "./probe-sandbox.js";
import { SANDBOXES } from "./sandbox.js";

/** Real, effective, saved and file-system user of a process, as the machine's kernel knows them. */
function kernelUsers(pid: number): number[] {
  const line = /^Uid:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
  return line.split(/\s+/).map(Number);
}

/** What a function `f` of some code gives in bubblewrap. */
async function inSandbox(code: string): Promise<unknown> {
  const { host } = await hostWith(code, SANDBOXES.bubblewrap);
  return (await answersOf(host, applying("f")))[1];
}

const hasBubblewrap = sandboxesHere().includes(SANDBOXES.bubblewrap);

describe.skipIf(!hasBubblewrap)("in bubblewrap", () => {
  test("the kernel's own user is never root", async () => {
    const { host } = await hostWith("", SANDBOXES.bubblewrap);
    const users = kernelUsers(host.pid);
    expect(users).toHaveLength(4);
    expect(users).not.toContain(0);
    expect(users[0]).toBeGreaterThanOrEqual(process.getuid?.() === 0 ? 61_000 : 1);
  });

  test("root in the sandbox's own map is not root outside", async () => {
    const answer = await inSandbox(
      `import { readFileSync } from "node:fs"; export const f = () => readFileSync("/proc/self/uid_map", "utf8").trim().split(/\\s+/).map(Number);`,
    );
    expect(answer).toMatchObject({ value: { tensor: { shape: [3] } } });
    const data = (answer as { value: { tensor: { data: Float64Array } } }).value.tensor.data;
    expect(data[0]).toBe(65_534);
    expect(data[2]).toBe(1);
  });

  test("two sandboxes at once have different users", async () => {
    const hosts = await Promise.all([1, 2, 3].map(() => hostWith("", SANDBOXES.bubblewrap)));
    const users = hosts.map(({ host }) => kernelUsers(host.pid)[0]);
    expect(new Set(users).size).toBe(process.getuid?.() === 0 ? 3 : 1);
  });

  test("no process can be started", async () => {
    const code = `import { spawnSync } from "node:child_process"; export const f = () => spawnSync(process.execPath, ["-v"]).error?.code;`;
    expect(await inSandbox(code)).toMatchObject({ value: { text: "EPERM" } });
  });

  test("threads can", async () => {
    const code = `import { Worker } from "node:worker_threads";
      const flag = new Int32Array(new SharedArrayBuffer(4));
      const worker = new Worker("require('node:worker_threads').workerData[0] = 1", { eval: true, workerData: flag });
      await new Promise((resolve) => worker.on("exit", resolve));
      export const f = () => flag[0];`;
    expect(await inSandbox(code)).toMatchObject({ value: { number: 1 } });
  });

  test("there is no network, not even to oneself", async () => {
    const code = `import { connect } from "node:net";
      const attempt = (options) => new Promise((resolve) => connect(options).on("error", (e) => resolve(e.code)).on("connect", () => resolve("connected")));
      const codes = await Promise.all([attempt({ host: "1.1.1.1", port: 53 }), attempt({ host: "127.0.0.1", port: 22 }), attempt({ path: "\\0gradecheck-slot-0" })]);
      export const f = () => codes.join();`;
    expect(await inSandbox(code)).toMatchObject({ value: { text: "EPERM,EPERM,EPERM" } });
  });

  test("a file that everybody may read is not there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gradecheck-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const canary = join(folder, "canary");
    writeFileSync(canary, "secret", { mode: 0o644 });
    const code = `import { readFileSync } from "node:fs"; export const f = () => { try { return readFileSync(${JSON.stringify(canary)}, "utf8"); } catch (e) { return e.code; } };`;
    expect(await inSandbox(code)).toMatchObject({ value: { text: "ENOENT" } });
    const { host } = await hostWith(code, SANDBOXES.none);
    expect((await answersOf(host, applying("f")))[1]).toMatchObject({ value: { text: "secret" } });
  });

  test("nothing of our environment and command line is to be seen", async () => {
    process.env["GRADECHECK_TEST_SECRET"] = "planted";
    onTestFinished(() => {
      delete process.env["GRADECHECK_TEST_SECRET"];
    });
    const code = `import { readFileSync } from "node:fs";
      export const f = () => JSON.stringify(process.env) + readFileSync("/proc/1/cmdline", "utf8").replaceAll("\\0", " ") + process.argv.join(" ");`;
    const answer = (await inSandbox(code)) as { value: { text: string } };
    expect(answer.value.text).toContain("/host.cjs");
    expect(answer.value.text).not.toContain("planted");
    expect(answer.value.text).not.toContain(process.cwd());
  });

  test("all walls hold from inside, and `doctor` says so", async () => {
    const probes = await probeSandbox();
    expect(probes.filter(({ ok }) => !ok)).toStrictEqual([]);
    expect(probes).toHaveLength(23);
    for (const { finding } of probes) expect(sentence(finding, "ko")).not.toBe(sentence(finding, "en"));
  });

  test("the strongest sandbox is chosen", async () => {
    expect(await chooseSandbox("auto")).toStrictEqual({
      kind: "bubblewrap",
      level: "sandboxed",
      passedOver: [],
    });
  });

  test("everything is dead when the host is stopped, and the disk is left clean", async () => {
    const { host } = await hostWith("", SANDBOXES.bubblewrap);
    const { pid } = host;
    await host.stop();
    const state = (): string => {
      try {
        return /^State:\s*(\S)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
      } catch {
        return "gone";
      }
    };
    await expect.poll(state).toMatch(/^(gone|Z|X)$/);
  });
});

describe("without walls", () => {
  test("the look inside finds every hole, so it can tell", async () => {
    const host = await startHost({ sandbox: SANDBOXES.none });
    onTestFinished(() => host.stop());
    const found = await lookInside(host);
    const open = [...found].filter(([, what]) => what !== "").map(([wall]) => wall);
    expect(open).toStrictEqual(
      expect.arrayContaining(["files", "processes", "fork", "canary", "seccomp", "privileges"]),
    );
  });

  test("the permission model keeps files, processes and threads away", async () => {
    const code = `import { readFileSync } from "node:fs"; import { spawnSync } from "node:child_process";
      const attempt = (action) => { try { action(); return "went through"; } catch (e) { return e.code; } };
      export const f = () => [() => readFileSync("/etc/passwd"), () => spawnSync("true")].map(attempt).join();`;
    const { host } = await hostWith(code, SANDBOXES.permission);
    expect((await answersOf(host, applying("f")))[1]).toMatchObject({
      value: { text: "ERR_ACCESS_DENIED,ERR_ACCESS_DENIED" },
    });
  });

  test("a debugger and a sandbox exclude each other", async () => {
    await expect(startHost({ sandbox: SANDBOXES.permission, inspect: true })).rejects.toMatchObject({
      code: "SANDBOX_UNAVAILABLE",
    });
  });
});
