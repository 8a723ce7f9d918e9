import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a project with one test that tests nothing, below this one so that it uses the same vitest. */
export function emptyProject(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "vitest.config.js"), "export default {};\n");
  const test = 'import { expect, test } from "vitest";\n\ntest("nothing", () => expect(1).toBe(1));\n';
  writeFileSync(join(folder, "empty.test.js"), test);
  return folder;
}
