import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markdownBlock, markdownCell, markdownCode, markdownText } from "./markdown-text.js";

/** Any text, with what Markdown and GitHub care about far more often than chance has it. */
const text = fc.string({
  unit: fc.constantFrom(..."ab1 `|*_[]<>#@&~$\\!-+.:/(){}한".split("")),
  maxLength: 40,
});

/** What Markdown makes of prose in which every special character is escaped. */
function read(markdown: string): string {
  return markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, "$1").replaceAll("\u200B", "");
}

describe("prose", () => {
  test("is escaped where it would be markup", () => {
    expect(markdownText("a_b *c* <b> [x](y) ![i](j) # | ~~z~~ &lt; $q$")).toBe(
      String.raw`a\_b \*c\* \<b\> \[x\](y) !\[i\](j) \# \| \~\~z\~\~ \&lt; \$q\$`,
    );
    expect(markdownText("1. one")).toBe(String.raw`1\. one`);
    expect(markdownText("- one")).toBe(String.raw`\- one`);
    expect(markdownText("a\nb")).toBe("a b");
  });

  test("notifies nobody and links nothing", () => {
    expect(markdownText("@ada")).toBe("@\u200Bada");
    expect(markdownText("x/y#12")).toBe("x/y\\#\u200B12");
    expect(markdownText("https://a.b www.c.d GH-7")).toBe("https:\u200B//a.b www.\u200Bc.d GH-\u200B7");
  });

  test("has its code as code", () => {
    expect(markdownText("the `W1 * 2` of `b`")).toBe("the `W1 * 2` of `b`");
  });

  test("law: nothing that opens markup is left bare, and the text reads the same", () => {
    fc.assert(
      fc.property(text, (written) => {
        fc.pre(!written.includes("`"));
        const markdown = markdownText(written);
        expect(markdown.replaceAll(/\\./g, "")).not.toMatch(/[*_[\]<>|~&$`]|#\S|@[^\u200B]|:\/\//);
        expect(read(markdown)).toBe(written);
      }),
      { seed: 6 },
    );
  });
});

describe("code", () => {
  test("has more backticks around it than in it", () => {
    expect(markdownCode("a")).toBe("`a`");
    expect(markdownCode("a``b`")).toBe("``` a``b` ```");
    expect(markdownCode(" ")).toBe("");
  });

  test("law: a span or block ends only at its own fence", () => {
    fc.assert(
      fc.property(text, (written) => {
        fc.pre(written.trim() !== "");
        const span = markdownCode(written);
        const fence = /^`+/.exec(span)?.[0] ?? "";
        const runs = span.match(/`+/g) ?? [];
        expect(runs.filter((run) => run === fence)).toHaveLength(2);
        const block = markdownBlock(written).split("\n");
        const end = block.at(-1) ?? "";
        expect(end).toMatch(/^`{3,}$/);
        expect(block.slice(1, -1).every((line) => !line.includes(end))).toBe(true);
      }),
      { seed: 7 },
    );
  });
});

test("a cell ends at no bar of its own", () => {
  expect(markdownCell(markdownText("a|b"))).toBe(String.raw`a\|b`);
  expect(markdownCell(markdownCode("a|b"))).toBe("`a\\|b`");
});
