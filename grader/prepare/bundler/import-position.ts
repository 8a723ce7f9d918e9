import { posix } from "node:path";
import { parseAst } from "rolldown/parseAst";
import { type Position, positionAt } from "./position-at.js";
import { MODULE_TYPES, isModule } from "./resolve-file.js";

/** Where a file imports something, by whatever form; `undefined` where it cannot be found. */
export function importPosition(path: string, text: string, specifier: string): Position | undefined {
  const type = isModule(path) ? MODULE_TYPES[posix.extname(path) as keyof typeof MODULE_TYPES] : "json";
  if (type === "json") return undefined;
  try {
    const offset = findImport(parseAst(text, { lang: type }), specifier);
    return offset === undefined ? undefined : positionAt(text, offset);
  } catch {
    return undefined;
  }
}

/** Walks a syntax tree for the string that names the module, wherever a module may be named. */
function findImport(tree: unknown, specifier: string): number | undefined {
  const pending = [tree];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const node = next as Readonly<Record<string, unknown>>;
    const named = namesModule(node, specifier);
    if (named !== undefined) return named;
    pending.push(
      ...Object.values(node)
        .toReversed()
        .filter((child) => child !== null && child !== undefined),
    );
  }
  return undefined;
}

function namesModule(node: Readonly<Record<string, unknown>>, specifier: string): number | undefined {
  const isRequire =
    node["type"] === "CallExpression" && (node["callee"] as { name?: unknown }).name === "require";
  const isImport = [
    "ImportDeclaration",
    "ExportNamedDeclaration",
    "ExportAllDeclaration",
    "ImportExpression",
  ];
  if (!isRequire && !isImport.includes(String(node["type"]))) return undefined;
  const source = (isRequire ? (node["arguments"] as unknown[])[0] : node["source"]) as
    { value?: unknown; start?: number } | null | undefined;
  return source?.value === specifier ? source.start : undefined;
}
