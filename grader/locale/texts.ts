import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInstance, type i18n, type Resource } from "i18next";
import { packageRoot } from "../package/root.js";
import { LANGUAGES } from "./language.js";
import { termsIn } from "./terms-in.js";

let instance: i18n | undefined;

function readTexts(): Resource {
  const resource: Resource = {};
  for (const language of LANGUAGES) {
    const folder = join(packageRoot(), "grader", "locale", language);
    const files: Record<string, unknown> = {};
    for (const name of readdirSync(folder)) {
      files[name.replace(/\.json$/, "")] = JSON.parse(readFileSync(join(folder, name), "utf8"));
    }
    resource[language] = { translation: files };
  }
  return resource;
}

/** The texts of every language. `{{axes, place}}` in one of them writes the terms of `axes` within parentheses. */
export function texts(): i18n {
  if (instance !== undefined) return instance;
  const created = createInstance();
  void created.init({
    resources: readTexts(),
    fallbackLng: "en",
    initAsync: false,
    // Sinks escape for themselves: a sentence is plain text.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  created.services.formatter?.add("place", (axes: unknown, language) => {
    return typeof axes === "string" && axes !== "" ? ` (${termsIn(created, axes, language ?? "en")})` : "";
  });
  instance = created;
  return created;
}
