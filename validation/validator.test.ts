import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { ajvOptions, compiledName, describedSoFar, errorsText, validatorOf } from "./validator.js";

const ROOT = join(import.meta.dirname, "..");
const SHIPPED = /^(reference|specs|grader|reports)\/.*(?<!\.(test|fixture|arbitrary|example))\.ts$/;

/** The modules that ask for a validator as they are imported. */
function modulesThatAsk(): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .filter((path) => SHIPPED.test(path) && !path.includes("node_modules"))
    .filter((path) => /\b(validatorOf|readerOf)<.*>\(/.test(readFileSync(join(ROOT, path), "utf8")))
    .map((path) => join(ROOT, path));
}

/** Values that are nearly what a schema describes at the outside. */
function valuesFor(schema: object): fc.Arbitrary<unknown> {
  const names = Object.keys((schema as { properties?: object }).properties ?? {});
  const fields = Object.fromEntries(names.map((name) => [name, fc.jsonValue({ maxDepth: 2 })]));
  return fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.record(fields, { requiredKeys: [] }));
}

describe("what gradecheck reads", () => {
  beforeAll(async () => {
    for (const path of modulesThatAsk()) await import(pathToFileURL(path).href);
  });

  test("has validators that were compiled when it was built", () => {
    expect(describedSoFar().length).toBeGreaterThan(10);
    const missing = describedSoFar().filter(
      (described) => !existsSync(join(ROOT, "dist/validators", compiledName(described))),
    );
    expect(missing).toEqual([]);
  });

  test("is judged by them as ajv judges it", () => {
    const require = createRequire(import.meta.url);
    for (const described of describedSoFar()) {
      const built = require(`#validators/${compiledName(described)}`) as ValidateFunction;
      const fresh = new Ajv(ajvOptions(described)).compile(described.schema);
      const check = (value: unknown): void => {
        expect(built(value)).toBe(fresh(value));
        expect(built.errors).toEqual(fresh.errors);
      };
      fc.assert(fc.property(valuesFor(described.schema), check), { seed: 7, numRuns: 50 });
    }
  });
});

describe("a schema that was not built", () => {
  const schema = {
    description: "A point.",
    type: "object",
    required: ["x", "y"],
    properties: { x: { type: "number" }, y: { type: "number" } },
  };

  test("is compiled when it is needed, and tells all that is wrong", () => {
    const isPoint = validatorOf<{ x: number; y: number }>(schema);
    expect(isPoint({ x: 1, y: 2 })).toBe(true);
    expect(isPoint.errors).toEqual([]);
    expect(isPoint({ x: "1" })).toBe(false);
    expect(errorsText(isPoint.errors)).toBe("/ must have required property 'y'; /x must be number");
  });

  test("tells the first thing that is wrong where no more is asked for", () => {
    const isPoint = validatorOf<{ x: number; y: number }>(schema, "first");
    expect(isPoint({ x: "1" })).toBe(false);
    expect(isPoint.errors).toHaveLength(1);
  });
});
