import type { JSONSchemaType } from "ajv";
import { validatorOf } from "../../validation/validator.js";
import type { BundleProblem, BundleReply } from "./bundler/message.js";

const nullable = (type: "string" | "integer"): object => ({ type, nullable: true });

const PROBLEMS = {
  type: "array",
  maxItems: 1000,
  items: {
    type: "object",
    additionalProperties: false,
    required: ["code", "values", "file", "line", "column"],
    properties: {
      code: {
        enum: [
          "syntax",
          "forbidden-import",
          "bare-import",
          "outside-import",
          "unresolved-import",
          "missing-export",
          "not-bundled",
        ],
      },
      values: { type: "object", required: [], additionalProperties: { type: "string" } },
      file: nullable("string"),
      line: nullable("integer"),
      column: nullable("integer"),
    },
  },
} as unknown as JSONSchemaType<readonly BundleProblem[]>;

const REPLY = {
  $id: "gradecheck/bundle-reply@1",
  description:
    "What the bundler's process answers. It worked on hostile input, so it is not taken at its word.",
  type: "object",
  required: ["ok", "problems"],
  additionalProperties: false,
  properties: {
    ok: { type: "boolean" },
    code: { type: "string" },
    body: nullable("string"),
    map: { type: "string" },
    problems: PROBLEMS,
  },
  if: { properties: { ok: { const: true } } },
  // eslint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: { required: ["code", "body", "map"] },
};

const isReply = validatorOf<BundleReply>(REPLY, "first");

/** A bundler's answer, or undefined where the text is none. */
export function decodeReply(text: string): BundleReply | undefined {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isReply(reply) ? reply : undefined;
}
