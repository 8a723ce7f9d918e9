import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assignmentIds } from "../assignment/read-assignment.js";
import { corpusFolder, gradecheck, packageCopy, temporaryFolder } from "../package/command.fixture.js";
import { packageVersion } from "../package/root.js";
import { filesOf } from "./files.fixture.js";

describe("help", () => {
  const options = {
    grade: ["--assignment", "--seed", "--sandbox", "--json", "--out", "--report", "--min-score", "--only"],
    ci: ["[folder]", "--out", "--junit", "--classroom", "--since", "--min-score", "--sandbox"],
    starter: ["<ID>", "<DIR>"],
    assignments: ["--json"],
    doctor: ["--json"],
    compare: ["<OLD>", "<NEW>", "--json", "--lang"],
    export: ["--format", "--out", "--worksheet", "--canvas-file", "--column", "--canvas-ids", "--lang"],
    audit: ["[ID]", "--seeds", "--only", "--kind"],
    golden: ["--check"],
  };

  test.each(Object.entries(options))("%s --help names what it takes", async (command, names) => {
    const { status, stdout, stderr } = await gradecheck([command, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const name of [...names, `gradecheck ${command}`]) expect(stdout).toContain(name);
  });

  test("--help lists every command and the exit codes, also in Korean", async () => {
    const { status, stdout } = await gradecheck(["--help"]);
    expect(status).toBe(0);
    for (const command of Object.keys(options)) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
    expect(stdout).toContain("Exit codes: 0 done");
    const korean = await gradecheck(["--help"], { env: { LANG: "ko_KR.UTF-8" } });
    expect(korean.stdout).toContain("종료 코드");
  });

  test("--version, and exit code 2 for what is no command", async () => {
    expect((await gradecheck(["--version"])).stdout).toBe(`${packageVersion()}\n`);
    const { status, stderr } = await gradecheck(["mark"]);
    expect(status).toBe(2);
    expect(stderr).toContain("unknown command 'mark'");
    expect((await gradecheck([])).status).toBe(2);
  });
});

describe("starter", () => {
  test.each(assignmentIds())(
    "makes a repository for %s in a folder that is empty or not there yet",
    async (id) => {
      const corpus = filesOf(join(corpusFolder("partial", "starter", id), "src"));
      for (const folder of [temporaryFolder(), join(temporaryFolder(), "new")]) {
        const { status, stdout } = await gradecheck(["starter", id, folder]);
        expect(status).toBe(0);
        expect(stdout).toContain("npm install && npm test");
        const files = filesOf(folder);
        expect(Object.keys(files)).toEqual(
          expect.arrayContaining([
            ".github/workflows/gradecheck.yml",
            ".gitignore",
            "handout.md",
            "package.json",
          ]),
        );
        expect(files).not.toHaveProperty("gitignore");
        expect(files["vitest.config.ts"]).toBe('export { default } from "gradecheck/vitest";\n');
        expect(filesOf(join(folder, "src"))).toEqual(corpus);
      }
    },
  );

  test("comes with the handout in the language that is asked for", async () => {
    const folder = temporaryFolder();
    await gradecheck(["starter", "two-layer-nn", folder, "--lang", "ko"]);
    expect(filesOf(folder)["handout.md"]).toMatch(/[가-힣]/);
  });

  test("touches no folder with something in it, and no unknown assignment", async () => {
    const folder = temporaryFolder({ "notes.txt": "mine" });
    const { status, stderr } = await gradecheck(["starter", "two-layer-nn", folder]);
    expect(status).toBe(2);
    expect(stderr).toContain("is not empty; nothing was written");
    expect(filesOf(folder)).toEqual({ "notes.txt": "mine" });
    expect((await gradecheck(["starter", "nothing", temporaryFolder()])).status).toBe(2);
    const file = join(folder, "notes.txt");
    expect(await gradecheck(["starter", "two-layer-nn", file])).toMatchObject({ status: 2, stdout: "" });
  });
});

test("assignments lists the parts and their points", async () => {
  const { status, stdout } = await gradecheck(["assignments", "--json"]);
  expect(status).toBe(0);
  const list = JSON.parse(stdout) as { id: string; title: string; parts: { points: number }[] }[];
  expect(list.map(({ id }) => id)).toEqual(assignmentIds());
  const text = (await gradecheck(["assignments"])).stdout;
  for (const { id, title, parts } of list) {
    expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(100);
    expect(text).toMatch(new RegExp(`^${id} \\S+ {2}${title}.* \\(100\\)$`, "m"));
  }
});

test("doctor tells the same level in both its forms", async () => {
  const json = await gradecheck(["doctor", "--json"]);
  expect(json.status).toBe(0);
  const { sandbox, level, probes } = JSON.parse(json.stdout) as {
    sandbox: string;
    level: string;
    probes: { ok: boolean; remedy: object | null }[];
  };
  expect(probes.length).toBeGreaterThan(3);
  expect({ bubblewrap: "sandboxed", permission: "limited", none: "unsandboxed" }).toHaveProperty(
    sandbox,
    level,
  );
  const text = await gradecheck(["doctor"]);
  expect(text.stdout).toContain(`at the level "${level}" (${sandbox}).`);
  expect(text.stdout.match(/^[✓✗] /gm)).toHaveLength(probes.length);
});

test.each(["/tmp", "/usr"])("who works or lives in %s has the same walls", async (folder) => {
  const [here, there] = await Promise.all([
    gradecheck(["doctor", "--json"]),
    gradecheck(["doctor", "--json"], { cwd: folder, env: { HOME: folder } }),
  ]);
  expect(JSON.parse(there.stdout)).toEqual(JSON.parse(here.stdout));
});

describe("golden", () => {
  test("--check holds", async () => {
    const { status, stdout } = await gradecheck(["golden", "--check"]);
    const held = assignmentIds().map((id) => `${id}: the goldens are what the reference computes`);
    expect(stdout.trim().split("\n").toSorted()).toEqual(held);
    expect(status).toBe(0);
  });

  test("--check exits with 1 for a number that has drifted, and leaves it", async () => {
    const copy = packageCopy();
    const path = join(copy, "assignments", "two-layer-nn", "golden", "two-layer-nn.json");
    const drifted = readFileSync(path, "utf8").replace(/("loss": \{[^}]*"data": \[\d\.\d)\d/, "$10");
    expect(drifted).not.toBe(readFileSync(path, "utf8"));
    writeFileSync(path, drifted);
    const { status, stdout } = await gradecheck(["golden", "--check"], {}, copy);
    expect(status).toBe(1);
    expect(stdout).toContain("two-layer-nn: the goldens have drifted\n  ");
    expect(readFileSync(path, "utf8")).toBe(drifted);
  });
});
