import { validatorOf } from "../../validation/validator.js";
import { closedObject, type JsonSchema } from "../result/json-schema.js";
import { MOST_TOKENS, type TokenAnswer } from "./tokenizer/message.js";

/** There are some 200 types of nodes. */
const MOST_KINDS = 500;
const MOST_FILES = 10_000;

function indices(description: string, maxItems: number): JsonSchema {
  const items = { description: "An index.", type: "integer", minimum: 0 };
  return { description, type: "array", maxItems, items };
}

const ANSWER = closedObject(
  "The tokens of one submission, as the tokenizer's process answers them. It worked on hostile input, so it is not taken at its word.",
  {
    kinds: {
      description: "The tokens that occur, each once.",
      type: "array",
      maxItems: MOST_KINDS,
      items: {
        description: "A bracket, or the type of a node.",
        type: "string",
        pattern: "^([()]|[A-Za-z]{1,60})$",
      },
    },
    tokens: indices("The tokens of all files, one after the other, as indices of kinds.", 2 * MOST_TOKENS),
    tooLong: { description: "Whether there are more tokens than are compared.", type: "boolean" },
    unread: indices("The files that are not code that can be parsed.", MOST_FILES),
  },
);

const isAnswer = validatorOf<TokenAnswer>(ANSWER, "first");

/**
 * Reads a line of the tokenizer's process.
 *
 * @param files how many files the submission has
 * @returns `undefined` where the line is no answer about such a submission.
 */
export function readTokenAnswer(line: string, files: number): TokenAnswer | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isAnswer(answer)) return undefined;
  const { kinds, tokens, unread } = answer;
  const within = (indices: readonly number[], length: number): boolean =>
    indices.every((index) => index < length);
  return within(tokens, kinds.length) && within(unread, files) ? answer : undefined;
}
