import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CodeForm } from "../wire/message.js";
import type { Namespace } from "./exports.js";
import { apply, compileFunction } from "./primordials.js";

const FOLDER = process.env["TMPDIR"] ?? process.cwd();
const STRICT = '"use strict";\n';

/** By their text. The same module is wanted afresh for every check, and a function that has run before runs fast. */
const functions = new Map<string, () => Namespace>();

/**
 * A new instance of the module that the code is, under a name that stacks and debuggers show.
 *
 * @throws whatever the code throws.
 */
export function instantiate(name: string, form: CodeForm, code: string): Promise<Namespace> | Namespace {
  const file = join(FOLDER, `${name}.mjs`);
  if (form === "module") return importFrom(file, code);
  return apply(functions.get(code) ?? compiled(file, code), undefined, []);
}

/** From a file, so that debuggers have something to show. */
async function importFrom(file: string, code: string): Promise<Namespace> {
  writeFileSync(file, code);
  return (await import(pathToFileURL(file).href)) as Namespace;
}

function compiled(file: string, code: string): () => Namespace {
  // The line of ours above the code counts as line 0, so that the code begins at line 1 as it does in a file.
  const place = { filename: pathToFileURL(file).href, lineOffset: -1 };
  const compiledOnce = compileFunction(STRICT + code, [], place) as () => Namespace;
  functions.set(code, compiledOnce);
  return compiledOnce;
}
