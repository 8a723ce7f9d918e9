// The README and the other texts name paths, scripts, commands, flags and dependencies: all of them must be there, and all
// flags and dependencies that there are must be named.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface PackageJson {
  scripts: Record<string, string>;
  exports: Record<string, unknown>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
const packageJson = JSON.parse(read("package.json")) as PackageJson;

const FOLDERS = ["assignments", "docs", "grader", "reference", "reports", "specs", "tools", "validation"];
const fileNames = new Set(
  [".", ...FOLDERS].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder !== ".", encoding: "utf8" }).map((path) =>
      basename(path),
    ),
  ),
);
/** What a run writes: in no repository. */
const WRITTEN = [
  "result.json",
  "results.json",
  "gradebook.json",
  "report.html",
  "report.md",
  "report/report.html",
  "dist/",
  "students/",
  "teacher/",
];
/** The assignment that CONTRIBUTING makes up. */
const MADE_UP = /^logistic-regression\.json$/;

/** The code between single backticks, outside of fenced blocks. */
function inlineCode(markdown: string): string[] {
  const prose = markdown.replaceAll(/^ *```[^]*?^ *```$/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** The lines of fenced blocks of shell commands, without comments. */
function shellLines(markdown: string): string[] {
  return [...markdown.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}

/**
 * Paths that lead nowhere: from the root, from the folder of the text or, where only an assignment or a student's
 * repository is talked about, from there.
 */
function missingPaths(markdown: string, folder = "."): string[] {
  const exported = Object.keys(packageJson.exports).map((path) => `gradecheck${path.slice(1)}`);
  const packages = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies });
  const prose = markdown.replaceAll(/`[^`\n]+`/g, "");
  const links = [...prose.matchAll(/\]\(([^)#:]+)\)|src="([^":]+)"/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  const paths = inlineCode(markdown)
    .filter(
      (code) =>
        /^[\w.-]+(\/[\w.*-]+)*\/?$/.test(code) && (code.includes("/") || /\.(ts|js|json|md)$/.test(code)),
    )
    .filter((code) => ![...exported, ...packages, ...WRITTEN].includes(code) && !/\*|:/.test(code));
  const isThere = (path: string): boolean =>
    existsSync(join(root, path)) ||
    existsSync(join(root, folder, path)) ||
    existsSync(join(root, "assignments/two-layer-nn", path)) ||
    existsSync(join(root, "assignments/two-layer-nn/starter", path)) ||
    (!path.includes("/") && fileNames.has(path)) ||
    MADE_UP.test(path);
  return [...links, ...paths].filter((path) => !isThere(path));
}

/** Scripts of npm that package.json does not have. */
function missingScripts(markdown: string): string[] {
  const code = [...inlineCode(markdown), ...shellLines(markdown)].join("\n");
  const named = [...code.matchAll(/\bnpm run ([\w:-]+)|\bnpm (test)\b/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  return named.filter((script) => packageJson.scripts[script] === undefined);
}

async function help(...command: string[]): Promise<string> {
  const program = join(root, "dist/grader/cli/main.js");
  return (await promisify(execFile)(process.execPath, [program, ...command, "--help"])).stdout;
}

function flagsIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag);
}

const programHelp = await help();
const commands = [...(programHelp.split("Commands:")[1] ?? "").matchAll(/^ {2}([a-z]+) /gm)]
  .map(([, command = ""]) => command)
  .filter((command) => command !== "help");
/** The flags of every command, as its help says; those of the program itself under "". */
const flagsOf = new Map<string, ReadonlySet<string>>([
  ["", new Set(flagsIn(programHelp))],
  ...(await Promise.all(
    commands.map(async (command) => [command, new Set(flagsIn(await help(command)))] as const),
  )),
]);
const allFlags = new Set([...flagsOf.values()].flatMap((flags) => [...flags]));

/** Commands of gradecheck, and flags of theirs, that its help does not name. */
function missingUsage(markdown: string): string[] {
  const shell = shellLines(markdown).filter((line) => /\bgradecheck(\s|$)/.test(line));
  const inline = inlineCode(markdown).filter((code) => /^((npx )?gradecheck(\s|$)|--)/.test(code));
  return [...shell, ...inline].filter((line) => {
    const command = /\bgradecheck ([a-z]+)/.exec(line)?.[1];
    const known = command === undefined ? allFlags : flagsOf.get(command);
    return known === undefined || flagsIn(line).some((flag) => !known.has(flag));
  });
}

/** The first column of all tables whose first heading is `package`. */
function namedDependencies(markdown: string): string[] {
  const tables = markdown.split(/\n{2,}/).filter((block) => /^\| package +\|/.test(block));
  return tables
    .flatMap((table) => [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name = ""]) => name))
    .toSorted();
}

const TEXTS = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/ci.md",
  "platforms/gradescope/README.md",
  "grader/host/WIRE.md",
  "grader/host/attacks/CATALOGUE.md",
];

describe.each(TEXTS)("%s", (file) => {
  const markdown = read(file);
  test("names paths that exist", () => expect(missingPaths(markdown, dirname(file))).toEqual([]));
  test("names scripts that package.json has", () => expect(missingScripts(markdown)).toEqual([]));
  test("names commands and flags that gradecheck has", () => expect(missingUsage(markdown)).toEqual([]));
});

describe("README.md", () => {
  const markdown = read("README.md");
  test("gives a reason for every dependency, and for no other", () => {
    const { dependencies, devDependencies } = packageJson;
    expect(namedDependencies(markdown)).toEqual(
      Object.keys({ ...dependencies, ...devDependencies }).toSorted(),
    );
  });
  test("names every command and every flag", () => {
    const code = inlineCode(markdown).join("\n");
    const unnamed = commands.filter((command) => !code.includes(`gradecheck ${command}`));
    const flags = [...allFlags].filter((flag) => !flagsIn(code).includes(flag));
    expect(commands).toContain("grade");
    expect([...unnamed, ...flags]).toEqual([]);
  });
  test("explains every exit code", () => {
    const explained = [...markdown.matchAll(/^\| (\d) +\|/gm)].map(([, code]) => code);
    const said = [...(programHelp.split("Exit codes:")[1] ?? "").matchAll(/\b\d\b/g)].map(([code]) => code);
    expect(explained).toEqual(said);
  });
});

test("docs/commands.md is what the commands say of themselves", async () => {
  const checked = await promisify(execFile)(process.execPath, [join(root, "tools/write-docs.js"), "--check"]);
  expect(checked.stderr).toBe("");
});

test("CONTRIBUTING.md shows a mutant of the corpus as it is", () => {
  const shown = [...read("CONTRIBUTING.md").matchAll(/^```json\n([^]*?)^```$/gm)].find(([, json]) =>
    json?.includes('"bug"'),
  );
  const stored = JSON.parse(
    read("assignments/two-layer-nn/corpus/mutants/backward-W2-from-z1.json"),
  ) as unknown;
  expect(JSON.parse(shown?.[1] ?? "null")).toEqual(stored);
});

describe("what is not there is found", () => {
  test("paths and links", () => {
    const markdown = "`reference/none.ts`, `reference/tensor/tensor.ts`, `nowhere/`, `none.md`, [a](NONE.md)";
    expect(missingPaths(markdown)).toEqual(["NONE.md", "reference/none.ts", "nowhere/", "none.md"]);
  });
  test("scripts", () => {
    const markdown = "`npm run build`\n\n```sh\nnpm run nothing && npm test # npm run comment\n```\n";
    expect(missingScripts(markdown)).toEqual(["nothing"]);
  });
  test("commands and flags", () => {
    const markdown =
      "`gradecheck grade --seeds 3` `--none` `gradecheck audit --seeds 3` `npm ci --x`\n\n```sh\nnpx gradecheck none\n```\n";
    expect(missingUsage(markdown)).toEqual(["npx gradecheck none", "gradecheck grade --seeds 3", "--none"]);
  });
  test("dependencies", () => {
    expect(namedDependencies("| package | why |\n| --- | --- |\n| `b` | x |\n| `a` | y |\n")).toEqual([
      "a",
      "b",
    ]);
  });
});
