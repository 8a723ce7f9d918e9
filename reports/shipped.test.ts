import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { packageRoot } from "../grader/package/root.js";

test("everything that reports are made of is in the package", async () => {
  const pack = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await promisify(execFile)("npm", pack, { cwd: packageRoot(), maxBuffer: 2 ** 26 });
  const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
  const shipped = new Set(packed?.files.map(({ path }) => path));
  const needed = ["partials", "templates", "scripts"].flatMap((folder) =>
    readdirSync(join(packageRoot(), "reports", folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(hbs|js)$/.test(name))
      .map((name) => `reports/${folder}/${name}`),
  );
  expect(needed.length).toBeGreaterThan(30);
  expect(needed.filter((path) => !shipped.has(path))).toEqual([]);
});
