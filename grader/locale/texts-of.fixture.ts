import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package/root.js";
import type { Language } from "./language.js";

/** All texts of a language, by their code. */
export function textsOf(language: Language): Map<string, string> {
  const folder = join(packageRoot(), "grader", "locale", language);
  const flatten = (value: unknown, code: string): [string, string][] =>
    typeof value === "string"
      ? [[code, value]]
      : Object.entries(value as object).flatMap(([key, item]) => flatten(item, `${code}.${key}`));
  return new Map(
    readdirSync(folder).flatMap((file) =>
      flatten(JSON.parse(readFileSync(join(folder, file), "utf8")), file.replace(".json", "")),
    ),
  );
}
