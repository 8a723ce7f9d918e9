import { DOMParser, type Document, type Element } from "@xmldom/xmldom";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OUTCOMES, type Result } from "../../result/index.js";
import { junitXml } from "./junit.js";
import { everyOutcome, optionsIn, SECRET, unbuildable, withFault } from "./platforms.fixture.js";
import { xmlElement, xmlText } from "./xml-text.js";

/** A parser that takes no mistake, not even one that could be mended. */
function parsed(xml: string): Document {
  const onError = (level: string, message: string): never => {
    throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError }).parseFromString(xml, "text/xml");
}

function elements(from: Document | Element, name: string): Element[] {
  return [...from.getElementsByTagName(name)];
}

function attributes(element: Element | undefined): Record<string, string> {
  return Object.fromEntries([...(element?.attributes ?? [])].map(({ name, value }) => [name, value]));
}

function report(result: Result, language: "en" | "ko" = "en"): Document {
  const xml = junitXml(result, optionsIn(language));
  expect(xml).not.toContain(SECRET);
  return parsed(xml);
}

function kindOf(testCase: Element): string | undefined {
  const kinds = ["failure", "error", "skipped"].filter((name) => elements(testCase, name).length > 0);
  expect(kinds.length).toBeLessThan(2);
  return kinds[0];
}

test("any text comes through a parser as it was, but for what XML cannot hold", () => {
  // oxlint-disable-next-line no-control-regex -- just these are missing in XML
  const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const element = parsed(
        xmlElement("a", { b: text, c: undefined }, xmlElement("d", {}, xmlText(text))),
      ).documentElement;
      expect(element?.getAttribute("b")).toBe(text.replaceAll(illegal, ""));
      expect(element?.textContent).toBe(text.replaceAll(illegal, ""));
      expect(element?.hasAttribute("c")).toBe(false);
    }),
    { seed: 1, numRuns: 300 },
  );
});

describe("a report", () => {
  test("has a case for every check, whose kind follows from its outcome", () => {
    const result = withFault(everyOutcome());
    const cases = elements(report(result), "testcase");
    const kinds = Object.fromEntries(
      cases.slice(0, -2).map((one, index) => [result.checks[index]?.outcome, kindOf(one)]),
    );
    const error = "error";
    expect(kinds).toEqual({
      "infrastructure-error": error,
      failed: "failure",
      threw: error,
      timeout: error,
      "out-of-memory": error,
      crashed: error,
      "protocol-error": error,
      "output-limit": error,
      "not-implemented": "failure",
      skipped: "skipped",
    });
    expect(new Set([...Object.keys(kinds), "passed"])).toEqual(new Set(OUTCOMES));
    expect(kindOf(elements(report(everyOutcome()), "testcase")[0] as Element)).toBeUndefined();
  });

  test.each(["en", "ko"] as const)("counts what is in it, in %s", (language) => {
    const document = report(everyOutcome(), language);
    for (const suite of [document.documentElement as Element, ...elements(document, "testsuite")]) {
      const { tests, failures, errors, skipped } = attributes(suite);
      const counts = ["testcase", "failure", "error", "skipped"].map((name) =>
        String(elements(suite, name).length),
      );
      expect([tests, failures, errors, skipped]).toEqual(counts);
    }
    expect(attributes(document.documentElement as Element)).toMatchObject({
      name: "two-layer-nn",
      tests: "12",
      failures: "3",
      errors: "6",
      skipped: "1",
      timestamp: "2025-03-04T05:06:07.089Z",
    });
  });

  test("tells points, place and why, whatever a program prints", () => {
    const [, failed] = elements(report(everyOutcome()), "testcase");
    expect(attributes(failed)).toMatchObject({
      classname: "two-layer-nn.forward",
      file: "src/index.ts",
      line: "12",
      time: "0.002",
    });
    const properties = elements(failed as Element, "property").map((one) => [
      one.getAttribute("name"),
      one.getAttribute("value"),
    ]);
    expect(Object.fromEntries(properties)).toEqual({
      id: "forward.failed",
      points: "2",
      earned: "0.5",
      visibility: "public",
    });
    const [failure] = elements(failed as Element, "failure");
    expect(attributes(failure)).toMatchObject({ type: "failed" });
    expect(failure?.getAttribute("message")).toContain('::error::[31m<b a="1">&]]>');
    expect(failure?.textContent).toContain("again: npx gradecheck grade . --seed 42");
  });

  test("has of a hidden check the verdict only", () => {
    const hidden = elements(report(everyOutcome()), "testcase").at(-1) as Element;
    expect(attributes(hidden)).toMatchObject({ time: "0.000" });
    expect(attributes(hidden)).not.toHaveProperty("file");
    expect(attributes(elements(hidden, "failure")[0])).toEqual({ message: "not passed", type: "failed" });
  });

  test("of a submission that could not be run is not all skipped", () => {
    const document = report(unbuildable());
    expect(attributes(document.documentElement as Element)).toMatchObject({ tests: "13", errors: "1" });
    expect(elements(document, "error")[0]?.getAttribute("message")).toMatch(/cannot be parsed/);
  });
});
