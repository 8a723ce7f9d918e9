import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { invisibleIn } from "../../reports/fixtures/invisible.js";
import { resultWith } from "../../reports/fixtures/results.js";
import { fixtureTexts } from "../../reports/fixtures/texts.js";
import { renderHtml } from "../../reports/render-html.js";
import { renderMarkdown } from "../../reports/render-markdown.js";
import { renderTerminal } from "../../reports/render-terminal.js";
import { gradecheck, temporaryFolder } from "../package/command.fixture.js";
import type { Result } from "../result/index.js";
import { npmTest, repositoryIn } from "./repository.fixture.js";

/** What a submission may print, throw or be called to do harm where it is shown. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ["colours", "\u001b[31mred\u001b[0m"],
  ["a cleared screen", "\u001b[2J\u001b[H\u001bc"],
  [
    "a title and a link of the terminal",
    "\u001b]0;owned\u0007\u001b]8;;http://evil.example\u001b\\here\u001b]8;;\u001b\\",
  ],
  ["eight-bit controls", "\u009b31m\u0090q\u009c"],
  ["an overwritten line", "failed\rpassed"],
  ["bells and backspaces", "\u0007\b\b\b\u007f"],
  ["a turned direction", "\u202Etxt.exe\u202C \u2067x\u2069 \u200F"],
  ["letters that show nothing", "a\u200Bb\uFEFFc\u2060d\u{E0041}"],
  ["half a letter", "\ud83d and \udc00"],
  ["marks on marks", `z${"\u0353".repeat(500)}`],
  ["a workflow command", "::set-output name=score::100"],
  ["a command behind spaces", "   ::add-mask::a"],
  ["a command behind colons", ":::::error file=a.ts,line=1::owned"],
  ["commands that are stopped and started", "::stop-commands::x\n::x::\n::warning::w"],
  ["an old workflow command", "x ##[set-output name=score;]100 ##[error]no"],
  ["a command of another service", "##vso[task.setvariable variable=score]100"],
  ["a command at the end of a long line", `${"x ".repeat(90)}::set-env name=PATH::/evil`],
  ["HTML", `<script>window.hacked = 1</script><img src=x onerror=alert(1)>"'><svg/onload=x>`],
  ["Markdown", "[a](javascript:x) ![i](http://evil.example/i.png) @everyone #1 | x |\n```\n# heading"],
  ["templates", "{{constructor}} {{{this}}} $t(report.label.next) ${process.exit()}"],
];

/** What no regular expression of ours may take long over. */
const SLOW: readonly (readonly [what: string, text: string])[] = [
  ["letters", "a".repeat(100_000)],
  ["backticks", "`".repeat(100_000)],
  ["brackets", "[(<".repeat(33_000)],
  ["spaces", `${" ".repeat(100_000)}x`],
  ["colons", ":".repeat(100_000)],
  ["number signs", "#".repeat(100_000)],
  ["line feeds", "\n".repeat(100_000)],
  ["escapes", "\u001b[".repeat(50_000)],
  ["joiners", "\u200d".repeat(100_000)],
  ["emoji", "👩‍💻".repeat(20_000)],
];

/** A result in which a text is everywhere where a student may put one. */
function resultShowing(text: string): Result {
  return resultWith({
    "forward.golden": {
      outcome: "threw",
      message: text,
      details: {
        findings: [{ code: "check.threw", values: { call: "forward", name: text, message: text } }],
        stack: [{ file: text, line: 1, column: 1, function: text }],
        output: `${text}\n${text}`,
      },
    },
  });
}

const OPTIONS = { language: "en", audience: "student", texts: fixtureTexts.en } as const;

/** Every place where a text is shown, and whether a service may read it line by line. */
const SINKS: readonly (readonly [name: string, isLog: boolean, show: (result: Result) => string])[] = [
  ["the terminal", true, (result) => renderTerminal(result, { ...OPTIONS, color: false, columns: 80 })],
  ["a narrow terminal", true, (result) => renderTerminal(result, { ...OPTIONS, color: false, columns: 40 })],
  ["HTML", false, (result) => renderHtml(result, OPTIONS)],
  ["Markdown", false, (result) => renderMarkdown(result, OPTIONS)],
];

/** The lines that a service would take for a command to itself. */
function commandsIn(text: string): string[] {
  return text.split("\n").filter((line) => /^\s*::/.test(line) || /##(vso)?\[/i.test(line));
}

describe.each(SINKS)("%s", (name, isLog, show) => {
  test.each(HOSTILE)("shows %s as letters, and does nothing of it", (_what, text) => {
    const shown = show(resultShowing(text));
    expect(invisibleIn(shown)).toEqual([]);
    expect(isLog ? commandsIn(shown) : []).toEqual([]);
    expect(name === "HTML" ? shown : "").not.toMatch(/<(script|img|iframe|link)\b|<svg\/|\son\w+=/);
  });

  test.each(SLOW)("is not kept busy by %s", (_what, text) => {
    const start = process.cpuUsage();
    show(resultShowing(text));
    const { user } = process.cpuUsage(start);
    expect(user / 1e6).toBeLessThan(5);
  });

  test("keeps the end of what was printed, and states the cut", () => {
    const output = `the beginning\n${"all the rest\n".repeat(5000)}the end`;
    const shown = show(resultWith({ "forward.golden": { outcome: "failed", details: { output } } }));
    expect(shown).toContain("the end");
    // A terminal has room for the end only.
    expect(shown).toContain(isLog ? "│ …" : "the beginning");
    expect(shown).toMatch(isLog ? /│ the end/ : /left out/);
  });
});

/** The messages of a result as somebody reads them who parses it: the escapes are gone again. */
function stdoutAsText(stdout: string): string {
  return (JSON.parse(stdout) as Result).checks.map(({ message }) => message).join("\n");
}

describe("what processes write", () => {
  const source = `const TEXTS = ${JSON.stringify(HOSTILE.map(([, text]) => text))};
    for (const text of TEXTS) console.log(text);
    export class TwoLayerNN {
      forward() { throw new Error(TEXTS.join("\\n")); }
    }`;

  test("npm test sends no controls to a terminal and no commands to a log", async () => {
    const { stdout, stderr, status } = await npmTest(repositoryIn(temporaryFolder(), source), {
      GRADECHECK_SANDBOX: "none",
    });
    expect(status).toBe(1);
    expect(stdout).toContain("⟨U+001B⟩[31mred");
    for (const text of [stdout, stderr]) {
      expect(invisibleIn(text)).toEqual([]);
      expect(commandsIn(text)).toEqual([]);
    }
  });

  test.each([["--json"], ["--lang=en"]])("gradecheck grade %s does neither", async (flag) => {
    const folder = repositoryIn(temporaryFolder(), source);
    const { stdout, stderr } = await gradecheck([
      "grade",
      folder,
      "--sandbox",
      "none",
      "--only",
      "forward.",
      flag,
    ]);
    for (const text of [stdout, stderr]) {
      expect(invisibleIn(text)).toEqual([]);
      expect(commandsIn(text)).toEqual([]);
    }
    const told = flag === "--json" ? stdoutAsText(stdout) : stdout;
    expect(told).toMatch(flag === "--json" ? /##\[set-output/ : /# #\[set-output/);
  });

  test("a path that cannot be graded is told as letters", async () => {
    const folder = join(repositoryIn(temporaryFolder(), ""), "::error::\u001b[2J");
    const { stderr, status } = await gradecheck(["grade", folder]);
    expect(status).toBe(2);
    expect(invisibleIn(stderr)).toEqual([]);
    expect(commandsIn(stderr)).toEqual([]);
  });
});
