import { compileFunction } from "node:vm";
import { parseAst } from "rolldown/parseAst";

/** A node of the syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface ExportList extends Node {
  readonly start: number;
  readonly end: number;
  readonly specifiers: readonly { readonly local: Name; readonly exported: Name }[];
}

/** `name` or `"any text"` in a list of exports. */
type Name = { readonly name: string } | { readonly value: string };

/** What encloses a piece of code, with regard to what `arguments` and `await` mean there. */
type Within = "module" | "arrow" | "function";

/** What a script takes for a comment and a module for operators. */
const SCRIPT_COMMENT = /<!--|-->/;

/**
 * The same module as the body of a strict function that returns an object with its exports. Every call of that function
 * makes a new instance of the module, for a hundredth of what it takes to import one, and code that has run stays
 * compiled. Every line and column but those of the list of exports is where it was.
 *
 * @param code - one module that ends in its list of exports, as the bundler writes it
 * @returns null where a function cannot do what the module does: import, wait at its top level, ask for `import.meta`
 */
export function functionBody(code: string): string | null {
  if (SCRIPT_COMMENT.test(code)) return null;
  const statements = statementsOf(code);
  const last = statements.at(-1);
  if (last === undefined || !isExportList(last) || statements.some(meansSomethingElse)) return null;
  const body = code.slice(0, last.start) + returning(last) + code.slice(last.end);
  return compiles(body) ? body : null;
}

/** None where the code cannot be read: being faster must cost nobody what a module would have earned. */
function statementsOf(code: string): readonly Node[] {
  try {
    return parseAst(code).body as unknown as readonly Node[];
  } catch {
    return [];
  }
}

function isExportList(node: Node): node is ExportList {
  return node.type === "ExportNamedDeclaration" && node["declaration"] === null && node["source"] === null;
}

/** With the names in the order of a module's, and read when they are asked for, as a module's are. */
function returning({ specifiers }: ExportList): string {
  const names = specifiers.map(({ exported, local }) => [textOf(exported), textOf(local)] as const);
  const sorted = names.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const getters = sorted.map(
    ([exported, local]) => `get [${JSON.stringify(exported)}]() { return ${local}; }`,
  );
  return `return { ${["__proto__: null", ...getters].join(", ")} };`;
}

function textOf(name: Name): string {
  return "name" in name ? name.name : name.value;
}

/** Whether a statement compiles in a function, too, but may do something else there. */
function meansSomethingElse(statement: Node): boolean {
  const pending: { value: unknown; within: Within }[] = [{ value: statement, within: "module" }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, within } = next;
    if (typeof value !== "object" || value === null) continue;
    if (isNode(value) && isOfModules(value, within)) return true;
    const below = isNode(value) ? withinOf(value, within) : within;
    for (const child of Object.values(value)) pending.push({ value: child, within: below });
  }
  return false;
}

function isNode(value: object): value is Node {
  return typeof (value as Partial<Node>).type === "string";
}

function withinOf({ type }: Node, within: Within): Within {
  if (type === "FunctionDeclaration" || type === "FunctionExpression") return "function";
  return type === "ArrowFunctionExpression" && within === "module" ? "arrow" : within;
}

function isOfModules(node: Node, within: Within): boolean {
  // Outside of a module, `await` may be a name and `await (x)` a call.
  if (node.type === "AwaitExpression") return within === "module";
  // A module has none, a function has its own.
  if (node.type === "Identifier" && node["name"] === "arguments") return within !== "function";
  return node.type === "ImportExpression";
}

function compiles(body: string): boolean {
  try {
    compileFunction(`"use strict";\n${body}`);
    return true;
  } catch {
    return false;
  }
}
