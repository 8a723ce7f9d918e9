/** A node of a syntax tree as far as it is looked at. */
type Node = Readonly<Record<string, unknown>> & { readonly type: string };

/** How code is spread over files says nothing of it. */
const IMPORTS = new Set(["ImportDeclaration", "ExportAllDeclaration", "ExportSpecifier"]);

/** What only surrounds code: its type, its file, whether others may import it. */
const WRAPPINGS = new Set([
  "Program",
  "ExportNamedDeclaration",
  "ExportDefaultDeclaration",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
]);

/** Of what TypeScript adds, this is still there when it runs. */
const AT_RUN_TIME = /^TS(Enum|Module|ParameterProperty|ExportAssignment)/;

/**
 * The tokens of a file: `(`, the type of a node, those of its children, `)`, for every node of its syntax tree. Names,
 * values and operators are left out, so that other names hide nothing; types, imports and exports too, so that code
 * without its types, or in other files, is the same code.
 *
 * @param tree what the parser gave
 * @param most after so many it stops; then there are more
 */
export function syntaxTokens(tree: object, most: number): string[] {
  const tokens: string[] = [];
  // Not by recursion, for a hostile tree is deeper than the stack. What is a string waits to be said, not visited.
  const pending: (object | string)[] = [tree];
  while (pending.length > 0 && tokens.length <= most) {
    const next = pending.pop()!;
    if (typeof next === "string") tokens.push(next);
    else if (!isNode(next)) visitLater(Object.values(next), pending);
    else if (!isLeftOut(next)) {
      if (!WRAPPINGS.has(next.type)) {
        tokens.push("(", next.type);
        pending.push(")");
      }
      visitLater(Object.values(next), pending);
    }
  }
  return tokens;
}

function visitLater(values: readonly unknown[], pending: (object | string)[]): void {
  for (const value of values.toReversed()) {
    if (typeof value === "object" && value !== null) pending.push(value);
  }
}

function isNode(value: object): value is Node {
  return typeof (value as Partial<Node>).type === "string";
}

function isLeftOut({ type }: Node): boolean {
  if (IMPORTS.has(type)) return true;
  return type.startsWith("TS") && !WRAPPINGS.has(type) && !AT_RUN_TIME.test(type);
}
