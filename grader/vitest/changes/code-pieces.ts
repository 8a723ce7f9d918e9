import { parseAst } from "rolldown/parseAst";

/** Code with what it may lead to. */
export interface Code {
  readonly text: string;
  /** Every name that its text mentions, so everything that it may call. */
  readonly mentions: ReadonlySet<string>;
  /** Whether it calls what it names only while it runs, so that it may call anything. */
  readonly isDynamic: boolean;
}

/** Code that runs only where somebody knows its name: a function, a method, or how a class makes its instances. */
export interface Piece extends Code {
  /** Any of them will do. */
  readonly names: readonly string[];
  /** The names of the class that it belongs to: without one of them there is no instance to call it on. Or none. */
  readonly owners: readonly string[];
}

/** A bundle in pieces that can change one by one. */
export interface CodePieces {
  /** By what tells one from all others, such as `TwoLayerNN.forward`. */
  readonly pieces: ReadonlyMap<string, Piece>;
  /** What is left, such as constants: it concerns whatever runs. */
  readonly ground: Code;
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

/** Whoever mentions one of these may call what it does not name. */
const DYNAMIC: ReadonlySet<unknown> = new Set([
  "eval",
  "Function",
  "Reflect",
  "Proxy",
  "getOwnPropertyNames",
  "getOwnPropertyDescriptors",
]);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

function* nodesBelow(value: unknown): Generator<Node> {
  if (typeof value !== "object" || value === null) return;
  if (isNode(value)) yield value;
  for (const inner of Object.values(value)) yield* nodesBelow(inner);
}

function mentionedBy(node: Node): unknown {
  switch (node.type) {
    case "Identifier":
      return node["name"];
    case "PrivateIdentifier":
      return `#${String(node["name"])}`;
    case "Literal":
      return node["value"];
    case "TemplateElement":
      return (node["value"] as { cooked?: unknown }).cooked;
    default:
      return undefined;
  }
}

/** Whether it is `object[name]` with a name that the text does not give. */
function isComputed(node: unknown): node is Node {
  if (!isNode(node) || node.type !== "MemberExpression" || node["computed"] !== true) return false;
  const { type, expressions, object } = node["property"] as Node;
  // What a symbol names is no piece.
  if (type === "MemberExpression" && nameOf(object) === "Symbol") return false;
  return type !== "Literal" && !(type === "TemplateLiteral" && (expressions as Node[]).length === 0);
}

/** `this[name]` and `object[name](…)`; to read `array[i]` is no call. */
function namesWhileRunning(node: Node): boolean {
  if (node.type === "CallExpression") return isComputed(node["callee"]);
  return isComputed(node) && (node["object"] as Node).type === "ThisExpression";
}

function described(nodes: readonly Node[], text: string): Code {
  const mentions = new Set<string>();
  let isDynamic = false;
  for (const node of nodesBelow(nodes)) {
    const name = mentionedBy(node);
    if (typeof name === "string") mentions.add(name);
    isDynamic ||= namesWhileRunning(node) || (node.type === "Identifier" && DYNAMIC.has(name));
  }
  return { text, mentions, isDynamic };
}

function isFunction(node: unknown): boolean {
  return isNode(node) && (node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression");
}

/** The text of a node. */
type Slice = (node: Node) => string;

/** Takes a bundle apart. */
class Dismantling {
  readonly pieces = new Map<string, Piece>();
  /** Two pieces that nothing tells apart. */
  isAmbiguous = false;
  readonly #slice: Slice;
  readonly #left: Node[] = [];
  readonly #leftText: string[] = [];

  constructor(slice: Slice) {
    this.#slice = slice;
  }

  get ground(): Code {
    return described(this.#left, this.#leftText.join("\n"));
  }

  statement(node: Node): void {
    const inner = node["declaration"];
    if (node.type === "ExportNamedDeclaration" && isNode(inner)) return this.statement(inner);
    if (node.type === "ExportNamedDeclaration") return this.#exports(node);
    if (node.type === "FunctionDeclaration") return this.#function(node["id"], node);
    if (node.type === "ClassDeclaration") return this.#class([nameOf(node["id"])], node);
    const [only, ...others] = (node["declarations"] ?? []) as Node[];
    const value = only?.["init"];
    if (only !== undefined && others.length === 0 && isNode(value)) {
      if (isFunction(value)) return this.#function(only["id"], node);
      if (value.type === "ClassExpression") return this.#class([only["id"], value["id"]].map(nameOf), value);
    }
    this.#leave(node);
  }

  /** An export by another name is a mention: nobody who asks for it knows what it is called here. */
  #exports(node: Node): void {
    const renamed = (node["specifiers"] as Node[]).filter(
      ({ local, exported }) => nameOf(local) !== nameOf(exported),
    );
    this.#left.push(...renamed);
    this.#leftText.push(this.#slice(node));
  }

  #function(id: unknown, node: Node): void {
    this.#piece(nameOf(id), [nameOf(id)], [], [node]);
  }

  #class(owners: readonly string[], node: Node): void {
    const [name = ""] = owners;
    // What it stands on is known as soon as the bundle is loaded.
    if (isNode(node["superClass"])) this.#leave(node["superClass"]);
    const making: Node[] = [];
    for (const member of (node["body"] as Node)["body"] as Node[]) {
      const { key, value, kind, computed } = member;
      const isStatic = member["static"] === true;
      if (isFunction(value) && kind !== "constructor" && computed !== true) {
        const place = `${name}.${isStatic ? "static " : ""}${typeof kind === "string" ? kind : "field"} ${nameOf(key)}`;
        this.#piece(place, [nameOf(key)], owners, [member]);
      } else if (isStatic || member.type === "StaticBlock" || computed === true) {
        this.#leave(member);
      } else {
        making.push(member);
      }
    }
    this.#piece(`class ${name}`, owners, [], making);
  }

  #piece(key: string, names: readonly string[], owners: readonly string[], nodes: readonly Node[]): void {
    if (this.pieces.has(key)) this.isAmbiguous = true;
    const text = nodes.map(this.#slice).join("\n");
    this.pieces.set(key, { names, owners, ...described(nodes, text) });
  }

  #leave(node: Node): void {
    this.#left.push(node);
    this.#leftText.push(this.#slice(node));
  }
}

function nameOf(key: unknown): string {
  return isNode(key) ? String(mentionedBy(key)) : "";
}

/** The pieces of a bundle; null where it cannot be taken apart. */
export function piecesOf(code: string): CodePieces | null {
  let program: Node;
  try {
    program = parseAst(code) as unknown as Node;
  } catch {
    return null;
  }
  const slice: Slice = ({ start, end }) => code.slice(start as number, end as number);
  const dismantling = new Dismantling(slice);
  for (const statement of program["body"] as Node[]) dismantling.statement(statement);
  const { pieces, ground, isAmbiguous } = dismantling;
  return isAmbiguous ? null : { pieces, ground };
}
