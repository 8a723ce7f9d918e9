// Writes docs/commands.md from what every command says of itself. --check writes nothing and exits with 1 where it is stale.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const path = `${root}docs/commands.md`;

function help(...command) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}dist/grader/cli/main.js`, ...command, "--help"],
    { encoding: "utf8", env: { PATH: process.env["PATH"], LANG: "C.UTF-8", NO_COLOR: "1", COLUMNS: "100" } },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

const whole = help();
const listed = whole.slice(whole.indexOf("Commands:"));
const commands = [...listed.matchAll(/^ {2}([a-z]+) /gm)]
  .map(([, name]) => name)
  .filter((name) => name !== "help");
const sections = commands.map((name) => `## gradecheck ${name}\n\n\`\`\`text\n${help(name)}\n\`\`\`\n`);
const text = [
  "# Commands\n",
  "`npm run docs` writes this from `--help` of every command.\n",
  `\`\`\`text\n${whole}\n\`\`\`\n`,
  ...sections,
].join("\n");

if (!process.argv.includes("--check")) writeFileSync(path, text);
else if (readFileSync(path, "utf8") !== text) {
  console.error("docs/commands.md is stale: npm run docs");
  process.exitCode = 1;
}
