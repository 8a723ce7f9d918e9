import type { SchemaObject } from "ajv";

const tensors = {
  description: "Tensors by name.",
  type: "object",
  additionalProperties: {
    description: "A tensor; as many numbers as the product of the shape, row-major.",
    type: "object",
    additionalProperties: false,
    required: ["shape", "data"],
    properties: {
      shape: { type: "array", items: { type: "integer", minimum: 1 }, maxItems: 8 },
      data: { type: "array", items: { type: "number" }, minItems: 1 },
    },
  },
};

const text = { type: "string", minLength: 1 };

/** The JSON Schema of a golden file. */
export const goldenSchema: SchemaObject = {
  $id: "gradecheck/golden@1",
  description: "Inputs of an assignment and the outputs that the reference computes from them.",
  type: "object",
  additionalProperties: false,
  required: ["format", "assignment", "generator", "seed", "reference", "oracle", "cases"],
  properties: {
    format: { const: "gradecheck/golden@1" },
    assignment: { description: "Id of the assignment.", ...text },
    generator: {
      description: "What drew the inputs; the version changes whenever it would draw others.",
      type: "object",
      additionalProperties: false,
      required: ["name", "version"],
      properties: { name: text, version: text },
    },
    seed: { description: "The seed of the generator.", ...text },
    reference: {
      description: "The code that computed the outputs: its entry, and a hash of all of its source files.",
      type: "object",
      additionalProperties: false,
      required: ["entry", "sha256"],
      properties: { entry: text, sha256: { type: "string", pattern: "^[0-9a-f]{64}$" } },
    },
    oracle: {
      description: "An independent implementation that computed the same.",
      type: "object",
      additionalProperties: false,
      required: ["name", "version", "script", "maxDifference"],
      properties: {
        name: text,
        version: text,
        script: { description: "Where it is, from the root of the package.", ...text },
        maxDifference: {
          description:
            "The largest difference from the reference, relative to the largest entry of each tensor.",
          type: "number",
          minimum: 0,
        },
      },
    },
    cases: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["id", "description", "inputs", "outputs"],
        properties: { id: text, description: text, inputs: tensors, outputs: tensors },
      },
    },
  },
};

/** The JSON Schema of what an oracle prints. */
export const oraclePrintSchema: SchemaObject = {
  $id: "gradecheck/oracle@1",
  description: "Outputs that an oracle computed from the inputs of a golden file.",
  type: "object",
  additionalProperties: false,
  required: ["oracle", "version", "python", "cases"],
  properties: {
    oracle: { description: "The library that computed, such as PyTorch.", ...text },
    version: { description: "The version of the library.", ...text },
    python: { description: "The version of Python.", ...text },
    cases: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["id", "outputs"],
        properties: { id: text, outputs: tensors },
      },
    },
  },
};
