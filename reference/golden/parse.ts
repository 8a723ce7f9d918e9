import { errorsText, validatorOf } from "../../validation/validator.js";
import type { GoldenFile, GoldenTensor, OraclePrint } from "./format.js";
import { GoldenError } from "./golden-error.js";
import { goldenSchema, oraclePrintSchema } from "./schema.js";

const isGolden = validatorOf<GoldenFile>(goldenSchema);
const isOraclePrint = validatorOf<OraclePrint>(oraclePrintSchema);

/**
 * A golden file from its text.
 *
 * @param where named in the error
 * @throws GoldenError when it is no JSON or not of the schema, or a tensor has not the numbers of its shape.
 */
export function parseGolden(text: string, where: string): GoldenFile {
  const file = parseJson(text, where);
  if (!isGolden(file)) throw new GoldenError(where, errorsText(isGolden.errors));
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
  if (!isOraclePrint(print)) throw new GoldenError(where, errorsText(isOraclePrint.errors));
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
