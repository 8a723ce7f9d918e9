import { parseAst } from "rolldown/parseAst";
import { type CodeFile, MOST_TOKENS, type TokenAnswer } from "./message.js";
import { syntaxTokens } from "./syntax-tokens.js";

/** The tokens of a submission. */
export function tokenize(files: readonly CodeFile[]): TokenAnswer {
  const kinds = new Map<string, number>();
  const tokens: number[] = [];
  const unread: number[] = [];
  for (const [index, { language, text }] of files.entries()) {
    const tree = parse(text, language);
    if (tree === undefined) {
      unread.push(index);
      continue;
    }
    for (const token of syntaxTokens(tree, MOST_TOKENS)) {
      const kind = kinds.get(token) ?? kinds.size;
      kinds.set(token, kind);
      tokens.push(kind);
    }
    if (tokens.length > MOST_TOKENS) return { kinds: [], tokens: [], tooLong: true, unread };
  }
  return { kinds: [...kinds.keys()], tokens, tooLong: false, unread };
}

/** The syntax tree; `undefined` where the text is not code. */
function parse(text: string, language: CodeFile["language"]): object | undefined {
  try {
    return parseAst(text, { lang: language });
  } catch {
    return undefined;
  }
}
