import { parseAst } from "rolldown/parseAst";

/** A node of a syntax tree; offsets in the text. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const FUNCTION_OR_CLASS = /^(Function|Class)Declaration$/;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Partial<Node>).type === "string";
}

/** All nodes of a tree below a value, outer ones first. */
function nodesIn(value: unknown, found: Node[] = []): Node[] {
  if (typeof value !== "object" || value === null) return found;
  if (isNode(value)) found.push(value);
  for (const child of Object.values(value)) nodesIn(child, found);
  return found;
}

function bodyOf(text: string): Node[] {
  return parseAst(text, { lang: "ts" }).body as unknown as Node[];
}

function edited(text: string, edits: readonly Edit[]): string {
  const places = new Map(edits.map((edit) => [edit.start, edit]));
  return [...places.values()]
    .toSorted((a, b) => b.start - a.start)
    .reduce((draft, { start, end, text }) => draft.slice(0, start) + text + draft.slice(end), text);
}

/** The nodes change places: the first with the last, and so on. */
function reversed(text: string, nodes: readonly Node[]): string {
  const edits = nodes.map(({ start, end }, index) => {
    const other = nodes[nodes.length - 1 - index]!;
    return { start, end, text: text.slice(other.start, other.end) };
  });
  return edited(text, edits);
}

/** What a top-level statement declares, exported or not. */
function declared(statement: Node): Node {
  return isNode(statement["declaration"]) ? statement["declaration"] : statement;
}

/** Every name is another. */
export function renamed(text: string): string {
  const names = nodesIn(bodyOf(text)).filter(({ type }) => /^(Private)?Identifier$/.test(type));
  const edits = names.flatMap((node) => {
    const name = String(node["name"]);
    if (name === "constructor" || name === "global") return [];
    const start = node.start + (node.type === "PrivateIdentifier" ? 1 : 0);
    return [{ start, end: start + name.length, text: `my_${name}` }];
  });
  return edited(text, edits);
}

/** Methods in reverse order, then functions and classes too. */
export function reordered(text: string): string {
  const classes = bodyOf(text)
    .map(declared)
    .filter(({ type }) => type === "ClassDeclaration");
  const inside = classes.reduceRight(
    (draft, each) => reversed(draft, (each["body"] as Node)["body"] as Node[]),
    text,
  );
  return reversed(
    inside,
    bodyOf(inside).filter((statement) => FUNCTION_OR_CLASS.test(declared(statement).type)),
  );
}

/** Other comments than before, many of them. */
export function commented(text: string): string {
  const bare = text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  return bare.replaceAll(/\n(?=\s*(for|const|let|return|this)\b)/g, "\n// and now the next step of it\n");
}

/** A statement more before every so manieth that stands in a block. */
export function padded(text: string, every: number): string {
  const statements = nodesIn(bodyOf(text))
    .filter(({ type }) => type === "BlockStatement")
    .flatMap((block) => block["body"] as Node[]);
  const chosen = statements.filter((_, index) => index % every === 0);
  return edited(
    text,
    chosen.map(({ start }) => ({ start, end: start, text: "console.log('here'); " })),
  );
}

/** Every `for (a; b; c)` as a `while`. */
export function withoutFor(text: string): string {
  return rewritten(
    text,
    ({ type, init, test, update }) => type === "ForStatement" && [init, test, update].every(isNode),
    (_, code) => `{ ${code("init")}; while (${code("test")}) { ${code("body")} ${code("update")}; } }`,
  );
}

/** Every `a += b` as `a = a + (b)`. */
export function withoutCompound(text: string): string {
  return rewritten(
    text,
    ({ type, operator }) => type === "AssignmentExpression" && /^[-+*/]=$/.test(String(operator)),
    ({ operator }, code) => `${code("left")} = ${code("left")} ${String(operator)[0]} (${code("right")})`,
  );
}

/** Writes all nodes of a kind anew until none is left, inner ones first. */
function rewritten(
  text: string,
  isMeant: (node: Node) => boolean,
  anew: (node: Node, code: (field: string) => string) => string,
): string {
  const nodes = nodesIn(bodyOf(text)).filter(isMeant);
  if (nodes.length === 0) return text;
  const innermost = nodes.filter(
    (node) => !nodes.some((other) => other !== node && other.start >= node.start && other.end <= node.end),
  );
  const edits = innermost.map((node) => {
    const code = (field: string): string => {
      const { start, end } = node[field] as Node;
      return text.slice(start, end);
    };
    return { start: node.start, end: node.end, text: anew(node, code) };
  });
  return rewritten(edited(text, edits), isMeant, anew);
}

/**
 * The functions and classes of a file spread over three files that import from each other; the last ones first, so that
 * nothing lies where it was.
 */
export function split(path: string, text: string): Map<string, string> {
  const statements = bodyOf(text).filter(({ type }) => type !== "ImportDeclaration");
  const stem = path.replace(/\.ts$/, "");
  const files = new Map<string, string>();
  for (const [index, statement] of statements.toReversed().entries()) {
    const name = `${stem}-${["model", "a-part", "tools"][index % 3]}.ts`;
    const code = text.slice(statement.start, statement.end);
    const exported = statement.type.startsWith("Export") ? code : `export ${code}`;
    const start = files.get(name) ?? 'import * as rest from "./model.js";\n';
    files.set(name, `${start}${FUNCTION_OR_CLASS.test(statement.type) ? exported : code}\n`);
  }
  return files;
}
