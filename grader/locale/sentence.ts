import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInstance, type i18n, type Resource } from "i18next";
import { packageRoot } from "../package/root.js";
import { LANGUAGES, type Language } from "./language.js";

/** A key of the locale files, `<file>.<key>`, with the values that its sentence needs. */
interface Sentence {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

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

function texts(): i18n {
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
  instance = created;
  return created;
}

/**
 * The sentence for a finding, in a language, as plain text that is not yet escaped for any sink.
 *
 * @throws Error when no locale file has the code: a text that we forgot must not reach a student as a key.
 */
export function sentence(finding: Sentence, language: Language = "en"): string {
  const all = texts();
  if (!all.exists(finding.code, { lng: "en" })) throw new Error(`no text for "${finding.code}"`);
  return all.t(finding.code, { ...finding.values, lng: language });
}
