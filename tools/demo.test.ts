import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../grader/package/root.js";

const OUT = join(packageRoot(), "out", "demo");

test("the demo grades its whole class, prints a row for each and says where the pages lie", () => {
  rmSync(OUT, { recursive: true, force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(packageRoot(), "tools", "demo.js")], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const rows = [...stdout.matchAll(/^ {2}([a-zA-Z-]+) +([\d.]+)(?: +[\d.]+)+$/gm)];
  expect(rows).toHaveLength(Number(/a class of (\d+)/.exec(stdout)?.[1]));
  const scores = Object.fromEntries(rows.map(([, name, score]) => [name, score]));
  expect(scores).toMatchObject({ "plain-loops": "100", einsum: "100", "packed-gates": "100", starter: "0" });
  const first = /Begin with (\S+)/.exec(stdout)?.[1] ?? "";
  expect(first).toContain("report.html");
  for (const file of ["report.html", "report.md", "result.json"]) {
    expect(existsSync(join(OUT, "two-layer-nn", "forward-relu", file))).toBe(true);
  }
  expect(readFileSync(join(OUT, "two-layer-nn", "plain-loops", "report.html"), "utf8")).toContain("100");
});
