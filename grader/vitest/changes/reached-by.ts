import type { CodePieces, Piece } from "./code-pieces.js";

/** What the language itself calls. */
const IMPLICIT = ["constructor", "valueOf", "toString", "toJSON", "then", "next", "return", "throw"];

/** All pieces that differ between two versions of a bundle. */
function changedPieces(before: CodePieces, after: CodePieces): Piece[] {
  const differ = (one: CodePieces, other: CodePieces): Piece[] =>
    [...one.pieces].flatMap(([key, piece]) => (other.pieces.get(key)?.text === piece.text ? [] : [piece]));
  return [...differ(before, after), ...differ(after, before)];
}

function isReached({ names, owners }: Piece, reached: ReadonlySet<string>): boolean {
  const isKnown = (name: string): boolean => reached.has(name);
  return names.some(isKnown) && (owners.length === 0 || owners.some(isKnown));
}

/** Every name that may be met where these are called; null where it can be any. */
function namesReached({ pieces, ground }: CodePieces, called: readonly string[]): Set<string> | null {
  const reached = new Set([...called, ...IMPLICIT, ...ground.mentions]);
  let waiting = [...pieces.values()];
  let isDynamic = ground.isDynamic;
  for (let count = -1; count !== waiting.length;) {
    count = waiting.length;
    const next = waiting.filter((piece) => isReached(piece, reached));
    for (const { mentions } of next) for (const name of mentions) reached.add(name);
    isDynamic ||= next.some((piece) => piece.isDynamic);
    waiting = waiting.filter((piece) => !next.includes(piece));
  }
  return isDynamic ? null : reached;
}

/**
 * Whether a change of the code may concern what calls these names. Code that mentions no name of what was changed, and
 * calls nothing that does, runs as before; where that cannot be told, it may.
 *
 * @param before null, as `after`, where the code could not be taken apart
 */
export function mayConcern(
  before: CodePieces | null,
  after: CodePieces | null,
): (called: readonly string[]) => boolean {
  if (before === null || after === null || before.ground.text !== after.ground.text) return () => true;
  const changed = changedPieces(before, after);
  if (changed.length === 0) return () => false;
  return (called) => {
    const reached = namesReached(before, called);
    return reached === null || changed.some((piece) => isReached(piece, reached));
  };
}
