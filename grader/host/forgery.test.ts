import { describe, expect, test } from "vitest";
import { applying, BUDGET, hostWith } from "./host.fixture.js";
import { encodeReply } from "./wire/reply.js";

const ID = "0".repeat(32);
const hex = (bytes: Buffer): string => `Buffer.from("${bytes.toString("hex")}", "hex")`;

const done = encodeReply({
  type: "answers",
  id: ID,
  answers: [{ status: "done" }, { status: "done" }],
  output: "",
  untouched: true,
});

describe("student code that writes to the channel", () => {
  test.each<[string, string]>([
    ["random bytes", "Buffer.from('hello there, grader')"],
    ["an answer with a guessed id", hex(done)],
    ["ready once more", hex(encodeReply({ type: "ready" }))],
    ["a length of four gigabytes", "Buffer.from([255, 255, 255, 255])"],
    ["an answer before it was asked, then an exit", `(setImmediate(() => process.exit(0)), ${hex(done)})`],
  ])("%s", async (_what, bytes) => {
    const source = `import { writeSync } from "node:fs"; export function f() { writeSync(3, ${bytes}); }`;
    const { host } = await hostWith(source);
    const run = await host.run("m", applying("f"), BUDGET);
    expect(run).toMatchObject({
      ok: false,
      fault: { outcome: "protocol-error", finding: { code: "host.protocol-error-call" } },
    });
  });

  test("half a frame and then nothing is a timeout", async () => {
    const source = `import { writeSync } from "node:fs";
      export function f() { writeSync(3, Buffer.from([200, 0, 0, 0, 1])); for (;;); }`;
    const { host } = await hostWith(source);
    const run = await host.run("m", applying("f"), { cpuMs: 300, wallMs: 3000 });
    expect(run).toMatchObject({ ok: false, fault: { outcome: "timeout" } });
  });

  test("a replayed reply is noticed at the latest by the next call", async () => {
    const source = `import fs from "node:fs";
      const write = process.binding("fs").writeBuffer;
      export function f() { return 1; }
      export function g() { setTimeout(() => fs.writeSync(3, ${hex(done)}), 0); const end = Date.now() + 5; while (Date.now() < end); }`;
    const { host } = await hostWith(source);
    const first = await host.run("m", applying("g"), BUDGET);
    const second = first.ok ? await host.run("m", applying("f"), BUDGET) : first;
    const third = second.ok ? await host.run("m", applying("f"), BUDGET) : second;
    expect(third).toMatchObject({ ok: false, fault: { outcome: "protocol-error" } });
  });

  test("a closed channel is an exit, not an answer", async () => {
    const { host } = await hostWith(
      `import { closeSync } from "node:fs"; export function f() { closeSync(3); }`,
    );
    const run = await host.run("m", applying("f"), BUDGET);
    expect(run).toMatchObject({ ok: false, fault: { outcome: "crashed" } });
  });

  test("patched builtins harm the patcher alone", async () => {
    const source = `JSON.stringify = () => '{"type":"answers"}'; export function f() { return 1; }`;
    const { host } = await hostWith(source);
    expect(await host.run("m", applying("f"), BUDGET)).toMatchObject({ ok: false });
    const neighbour = await hostWith("export function f() { return 1; }");
    expect(await neighbour.host.run("m", applying("f"), BUDGET)).toMatchObject({ ok: true });
  });
});
