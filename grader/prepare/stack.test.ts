import { describe, expect, test } from "vitest";
import { answersOf, applying, hostWith } from "../host/host.fixture.js";
import { withInlineMap } from "./inline-map.js";
import { preparing } from "./prepare.fixture.js";
import { mapStack } from "./stack.js";

const FILES = {
  "src/index.ts": `import { check } from "./check.js";
interface Shape { readonly rows: number }
export class Net {
  constructor(private readonly shape: Shape) {}
  forward(): void { check(this.shape.rows); }
}
export const f = () => new Net({ rows: 0 }).forward();
`,
  "src/check.ts": `type Count = number;

export function check(rows: Count): void {
  if (rows === 0)
    throw new RangeError("no rows");
}
`,
};

async function thrown(): Promise<{ stack: string; map: string; code: string }> {
  const prepared = await preparing(FILES);
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.problems));
  const { host } = await hostWith(prepared.code);
  const answer = (await answersOf(host, applying("f")))[0];
  if (answer?.status !== "threw") throw new Error("it did not throw");
  return { stack: answer.error.stack, map: prepared.map, code: prepared.code };
}

test("a stack leads to the author's own files, lines and columns", async () => {
  const { stack, map } = await thrown();
  expect(mapStack(stack, map, "m")).toStrictEqual([
    { file: "src/check.ts", line: 5, column: 11, function: "check" },
    { file: "src/index.ts", line: 5, column: 21, function: "Net.forward" },
    { file: "src/index.ts", line: 7, column: 45, function: "f" },
  ]);
  expect(mapStack(stack, map, "other")).toStrictEqual([]);
});

describe("what is no frame of the submission is left out", () => {
  test.each([
    "",
    "Error: no\n    at nothing",
    "    at Array.map (<anonymous>)",
    "    at run (/work/host.cjs:1:1)",
    "    at run (node:internal/process:1:1)",
    "    at f (file:///tmp/m.mjs:999:1)",
    `    at f (${"x".repeat(5000)}file:///tmp/m.mjs:1:1)`,
    `    at ${"(".repeat(900)}`,
  ])("%#", async (stack) => {
    expect(mapStack(stack, (await thrown()).map)).toStrictEqual([]);
  });
});

test("a map can travel in the module itself", async () => {
  const { code, map } = await thrown();
  const inlined = withInlineMap(code, map);
  expect(inlined.match(/sourceMappingURL/g)).toHaveLength(1);
  const data = /base64,(\S+)/.exec(inlined)?.[1] ?? "";
  expect(Buffer.from(data, "base64").toString("utf8")).toBe(map);
});
