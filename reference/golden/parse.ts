import { Ajv, type ValidateFunction } from "ajv";
import type { GoldenFile, GoldenTensor, OraclePrint } from "./format.js";
import { GoldenError } from "./golden-error.js";
import { goldenSchema, oraclePrintSchema } from "./schema.js";

const ajv = new Ajv({ allErrors: true, validateSchema: false });
// Compiling takes longer than reading a file, and few need both.
let isGolden: ValidateFunction<GoldenFile> | undefined;
let isOraclePrint: ValidateFunction<OraclePrint> | undefined;

/**
 * A golden file from its text.
 *
 * @param where named in the error
 * @throws GoldenError when it is no JSON or not of the schema, or a tensor has not the numbers of its shape.
 */
export function parseGolden(text: string, where: string): GoldenFile {
  const file = parseJson(text, where);
  isGolden ??= ajv.compile<GoldenFile>(goldenSchema);
  if (!isGolden(file)) throw new GoldenError(where, ajv.errorsText(isGolden.errors));
  for (const { id, inputs, outputs } of file.cases) checkSizes([inputs, outputs], `${where}, case ${id}`);
  return file;
}

/**
 * What an oracle printed.
 *
 * @param where named in the error
 * @throws GoldenError when it is no JSON or not of the schema, or a tensor has not the numbers of its shape.
 */
export function parseOraclePrint(text: string, where: string): OraclePrint {
  const print = parseJson(text, where);
  isOraclePrint ??= ajv.compile<OraclePrint>(oraclePrintSchema);
  if (!isOraclePrint(print)) throw new GoldenError(where, ajv.errorsText(isOraclePrint.errors));
  for (const { id, outputs } of print.cases) checkSizes([outputs], `${where}, case ${id}`);
  return print;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GoldenError(where, (error as Error).message);
  }
}

function checkSizes(groups: readonly Record<string, GoldenTensor>[], where: string): void {
  for (const [name, { shape, data }] of groups.flatMap(Object.entries<GoldenTensor>)) {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (size !== data.length) throw new GoldenError(where, `${name} has ${data.length} numbers, not ${size}`);
  }
}
