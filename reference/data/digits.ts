import { readFileSync } from "node:fs";
import type { SchemaObject } from "ajv";
import { errorsText, validatorOf } from "../../validation/validator.js";
import { oneHot } from "../nn/one-hot.js";
import { Tensor } from "../tensor/tensor.js";
import type { Examples } from "./examples.js";

/** Labelled images of one size. */
export interface Digits {
  readonly height: number;
  readonly width: number;
  /** `X (300, height·width)` from 0, paper, to 1, ink, row by row; `Y (300, 10)`. The digits come in turn. */
  readonly training: Examples;
  /** Other images: `X (150, height·width)`, `Y (150, 10)`. */
  readonly validation: Examples;
}

interface ImageSet {
  labels: number[];
  images: string[];
}

interface DigitsFile {
  height: number;
  width: number;
  classes: number;
  training: ImageSet;
  validation: ImageSet;
}

const imageSet = {
  type: "object",
  additionalProperties: false,
  required: ["labels", "images"],
  properties: {
    labels: {
      description: "The class of every image.",
      type: "array",
      minItems: 1,
      items: { type: "integer" },
    },
    images: {
      description: "Every image as height·width bytes in base64, 0 for paper and 255 for ink, row by row.",
      type: "array",
      items: { type: "string" },
    },
  },
};

const size = { type: "integer", minimum: 1 };

const schema: SchemaObject = {
  $id: "gradecheck/digits@1",
  description: "Labelled grey images, for training and for validation.",
  type: "object",
  additionalProperties: false,
  required: [
    "format",
    "description",
    "provenance",
    "licence",
    "height",
    "width",
    "classes",
    "training",
    "validation",
  ],
  properties: {
    format: { const: "gradecheck/digits@1" },
    description: { type: "string" },
    provenance: {
      description: "Where the images come from, what was done to them, and what did it.",
      type: "object",
      additionalProperties: { type: "string" },
    },
    licence: { description: "Where to read under which terms they may be used.", type: "string" },
    height: size,
    width: size,
    classes: { ...size, minimum: 2 },
    training: imageSet,
    validation: imageSet,
  },
};

const isDigitsFile = validatorOf<DigitsFile>(schema);

/**
 * The handwritten digits stored at `path` by `tools/make-digits.js`.
 *
 * @throws Error when the file is missing, no JSON or not of the schema, or an image has not its size.
 */
export function loadDigits(path: string): Digits {
  const file: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!isDigitsFile(file)) throw new Error(`${path}: ${errorsText(isDigitsFile.errors)}`);
  const { height, width } = file;
  return {
    height,
    width,
    training: examples(file.training, file, path),
    validation: examples(file.validation, file, path),
  };
}

function examples(
  { labels, images }: ImageSet,
  { height, width, classes }: DigitsFile,
  path: string,
): Examples {
  const pixels = images.map((image) => [...Buffer.from(image, "base64")].map((byte) => byte / 255));
  if (labels.length !== images.length || pixels.some((image) => image.length !== height * width)) {
    throw new Error(`${path}: an image without a label, or of another size than ${height} by ${width}`);
  }
  return { X: Tensor.fromRows(pixels), Y: oneHot(labels, classes) };
}
