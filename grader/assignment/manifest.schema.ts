import { LANGUAGES } from "../locale/language.js";

const positive = (description: string): object => ({ type: "number", exclusiveMinimum: 0, description });
const percent = (description: string): object => ({ type: "number", minimum: 0, maximum: 100, description });

/** JSON Schema of `assignment.json`. */
export const manifestSchema: object = {
  $id: "gradecheck/assignment@1",
  description: "What the grader must know of an assignment.",
  type: "object",
  additionalProperties: false,
  required: ["id", "version", "title", "entry", "exports", "parts", "limits", "allowedImports", "languages"],
  properties: {
    id: { type: "string", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", description: "The name of its folder." },
    version: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+$", description: "Changes with every check." },
    title: { type: "string", minLength: 1, description: "In English." },
    entry: { type: "string", minLength: 1, description: "The entry where package.json names no main." },
    exports: {
      type: "array",
      items: { type: "string", minLength: 1 },
      minItems: 1,
      uniqueItems: true,
      description: "The names that a submission exports.",
    },
    parts: {
      type: "array",
      minItems: 1,
      description: "In the order of the handout.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["id", "points"],
        properties: {
          id: {
            type: "string",
            pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
            description: "The name of its spec file.",
          },
          points: positive("What its checks add up to."),
        },
      },
    },
    limits: {
      type: "object",
      additionalProperties: false,
      required: ["loadCpuMs", "scriptCpuMs", "wallFactor", "memoryMiB", "folderBytes", "folderFiles"],
      properties: {
        loadCpuMs: positive("CPU time for loading a submission, in milliseconds."),
        scriptCpuMs: positive("CPU time for one script of calls, in milliseconds."),
        wallFactor: { type: "number", minimum: 1, description: "Wall-clock cap as a multiple of CPU time." },
        memoryMiB: positive("Memory of a host, in mebibytes."),
        folderBytes: positive("The most that a submission may weigh, in bytes."),
        folderFiles: positive("The most files that a submission may have."),
      },
    },
    late: {
      type: "object",
      additionalProperties: false,
      required: ["graceMinutes", "percentPerDay", "floorPercent"],
      description: "What becomes of late work; where left out, none is taken and there is no grace.",
      properties: {
        graceMinutes: {
          type: "number",
          minimum: 0,
          description: "Minutes after the deadline that are free.",
        },
        percentPerDay: percent("What each begun day after that takes, in per cent of the score."),
        floorPercent: percent("The least share of the score that lateness leaves, in per cent."),
        lastDay: {
          type: "integer",
          minimum: 0,
          description: "The last day on which late work is taken, 1 for the first; where left out, always.",
        },
      },
    },
    allowedImports: {
      type: "array",
      items: { type: "string", minLength: 1 },
      uniqueItems: true,
      description: "Modules that a submission may import besides its own files.",
    },
    languages: {
      type: "array",
      items: { enum: [...LANGUAGES] },
      minItems: 1,
      uniqueItems: true,
      description: "The languages of the handout.",
    },
  },
};
