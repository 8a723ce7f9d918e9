import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Language } from "../grader/locale/language.js";
import { sentence } from "../grader/locale/sentence.js";
import { packageRoot } from "../grader/package/root.js";

/** Turns one plain text into markup that is safe where it stands. */
export type Escape = (text: string) => string;

/** A template, ready to be filled. */
export type Template<View> = (view: View) => string;

/** The template of a kind of report, with its partials. */
export interface TemplateSource {
  /** A file of `reports/templates/`, without `.hbs`. */
  name: string;
  /** The folders of `reports/partials/` whose files it may use by their names; no name is in two of them. */
  partials: readonly string[];
  /** The locale file whose sentences `{{say "key" …}}` says. */
  sentences: "report" | "class";
  /** What its helpers do to a text: `{{name text}}`. */
  escapes: Readonly<Record<string, Escape>>;
  /** How `say` escapes a sentence. */
  escapeSentence: Escape;
}

const EXTENSION = ".hbs";

function read(folder: string, file: string): string {
  return readFileSync(join(packageRoot(), "reports", folder, file), "utf8");
}

function sayWith({ sentences, escapeSentence }: TemplateSource): Handlebars.HelperDelegate {
  // A table says the same words in every row.
  const said = new Map<string, Handlebars.SafeString>();
  return (key: string, options: Handlebars.HelperOptions) => {
    const { language } = (options.data as { root: { language: Language } }).root;
    const values = options.hash as Record<string, string | number>;
    const name = Object.keys(values).length === 0 ? `${language} ${key}` : "";
    const known = said.get(name);
    if (known !== undefined) return known;
    const text = sentence({ code: `${sentences}.${key}`, values }, language);
    const safe = new Handlebars.SafeString(escapeSentence(text));
    if (name !== "") said.set(name, safe);
    return safe;
  };
}

/**
 * Compiles a template. Whatever a template prints without a helper is escaped for HTML, and a name that the
 * view does not have is an error rather than a gap in the page.
 *
 * @throws Error when a file of the package is missing, that is, when the installation is broken.
 */
export function compileTemplate<View>(source: TemplateSource): Template<View> {
  const engine = Handlebars.create();
  const options = { strict: true, knownHelpersOnly: true, preventIndent: true };
  const helpers = ["say", ...Object.keys(source.escapes)];
  const knownHelpers = Object.fromEntries(helpers.map((name) => [name, true]));
  const compile = (text: string): Handlebars.TemplateDelegate =>
    engine.compile(text, { ...options, knownHelpers });
  engine.registerHelper("say", sayWith(source));
  for (const [name, escape] of Object.entries(source.escapes)) {
    engine.registerHelper(name, (text: string) => new Handlebars.SafeString(escape(text)));
  }
  for (const folder of source.partials.map((name) => join("partials", name))) {
    for (const file of readdirSync(join(packageRoot(), "reports", folder))) {
      if (!file.endsWith(EXTENSION)) continue;
      engine.registerPartial(file.slice(0, -EXTENSION.length), compile(read(folder, file)));
    }
  }
  return compile(read("templates", source.name + EXTENSION)) as Template<View>;
}
