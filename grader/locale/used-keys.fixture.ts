import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package/root.js";
import { BUILT_KEYS, type BuiltKeys } from "./built-keys.fixture.js";

const FOLDERS = ["grader", "reports", "specs"];
const NO_SOURCE = /\.(test|fixture|example|arbitrary)\.ts$|^grader\/host\/attacks\/|^reports\/fixtures\//;

/** All files that say texts, by their path from the project's root. */
export function sources(): Map<string, string> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(packageRoot(), folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(ts|hbs)$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
  return new Map(
    files
      .filter((file) => !NO_SOURCE.test(file))
      .map((file) => [file, readFileSync(join(packageRoot(), file), "utf8")]),
  );
}

/** A key without the plural form that i18next looks for. */
export function singular(code: string): string {
  return code.replace(/_(one|other)$/, "");
}

function literalsOf(text: string): string[] {
  const quoted = [...text.matchAll(/"([^"\n]*)"/g)].flatMap(([, literal = ""]) => literal.split(", "));
  // A template says some within an attribute's quotes, and the names of an object's fields are literals as well.
  const bare = [...text.matchAll(/\{say "([^"]+)"|\b([a-z]\w*): /g)].map(
    ([, said, name = ""]) => said ?? name,
  );
  return [...quoted, ...bare];
}

/** What is read of a file more than once. */
const known = new Map<string, ReadonlySet<string>>();

function literals(text: string): ReadonlySet<string> {
  const set = known.get(text) ?? new Set(literalsOf(text));
  known.set(text, set);
  return set;
}

/** Whether a literal is the rest of a key, or what of it is not built: `seed` of `seed-holds`. */
function isNamed(rest: string, text: string, prefix: string): boolean {
  const all = literals(text);
  const endings = prefix === "doctor." ? ["-holds", "-fails"] : [];
  return (
    all.has(rest) || endings.some((ending) => rest.endsWith(ending) && all.has(rest.slice(0, -ending.length)))
  );
}

function isBuilt(code: string, { prefix, files, values }: BuiltKeys, texts: Map<string, string>): boolean {
  const rest = code.slice(prefix.length);
  // Such as said("terminal.worst"), where what the terminal says is more than the prefix.
  const second = prefix.split(".").slice(1).join(".");
  if (values?.includes(rest)) return true;
  return [...texts].some(
    ([file, text]) =>
      files?.test(file) === true &&
      (isNamed(rest, text, prefix) || (second !== "" && literals(text).has(second + rest))),
  );
}

/** The keys that no code names and no code can build. */
export function unusedKeys(codes: Iterable<string>, texts: Map<string, string>): string[] {
  return [...new Set([...codes].map(singular))].filter((code) => {
    if ([...texts.values()].some((text) => literals(text).has(code))) return false;
    const ways = BUILT_KEYS.filter(({ prefix }) => code.startsWith(prefix));
    return !ways.some((way) => isBuilt(code, way, texts));
  });
}

/** The literals that are handed to one of the functions first, or said by a template. */
function saidBy(calls: string, text: string): string[] {
  const call = new RegExp(`(?<![\\w.])(?:${calls})\\(\\s*([^,()]*(?:\\([^()]*\\)[^,()]*)?)`, "g");
  const values = (argument: string): string => argument.replaceAll(/[!=]== "[^"]*"/g, "");
  const said = [...text.matchAll(call)].flatMap(([, argument = ""]) =>
    [...values(argument).matchAll(/"([a-z][\w.-]*)"/g)].map(([, literal = ""]) => literal),
  );
  return [...said, ...[...text.matchAll(/\{say "([^"]+)"/g)].map(([, literal = ""]) => literal)];
}

/** The keys that code asks for, as far as it can be told without running it. */
export function askedKeys(codes: Iterable<string>, texts: Map<string, string>): string[] {
  const owners = new Set([...codes].map((code) => code.split(".")[0] ?? ""));
  const named = [...texts.values()].flatMap((text) =>
    [...literals(text)].filter((literal) => {
      const [owner = "", ...rest] = literal.split(".");
      return owners.has(owner) && rest.length > 0 && /^[a-z][\w.-]*[a-z0-9]$/.test(literal);
    }),
  );
  const built = BUILT_KEYS.flatMap(({ prefix, files, calls, values = [] }) => [
    ...values.map((value) => prefix + value),
    ...[...texts].flatMap(([file, text]) =>
      calls !== undefined && files?.test(file) === true
        ? saidBy(calls, text).map((rest) => prefix + rest)
        : [],
    ),
  ]);
  const files = /\.(json|html|md|csv|xml|ts|js|cjs|hbs)$/;
  return [...new Set([...named, ...built])].filter((code) => !files.test(code));
}

/** The keys that code asks for and no file has. */
export function missingKeys(codes: readonly string[], texts: Map<string, string>): string[] {
  const there = new Set(codes.map(singular));
  return askedKeys(codes, texts).filter((code) => !there.has(code));
}

/** The beginnings of keys that a template literal goes on with. */
export function builtPrefixes(codes: Iterable<string>, texts: Map<string, string>): string[] {
  const owners = [...new Set([...codes].map((code) => code.split(".")[0] ?? ""))].join("|");
  const built = new RegExp(`\`((?:${owners})\\.[\\w.-]*)\\$\\{`, "g");
  return [...texts.values()].flatMap((text) => [...text.matchAll(built)].map(([, prefix = ""]) => prefix));
}
