import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { StackLine } from "../result/result.js";

/** `    at name (file:///tmp/submission.mjs:12:5)`, or without the name and the brackets. */
const FRAME = /^ {4}at (?:(.*) \()?(?:async )?file:\/\/[^\s()]*\/([a-z][a-z0-9-]*)\.mjs:(\d+):(\d+)\)?$/;
const LONGEST_LINE = 1000;
const maps = new Map<string, TraceMap>();
const MOST_MAPS = 16;

/**
 * A stack of a submission in its author's own files, nearest call first. Frames of the runtime, of Node and of the
 * bundler's own helpers are left out.
 *
 * @param map - the source map that `prepare` gave, as JSON
 * @param module - the name under which the host loaded it; frames of other modules are left out
 */
export function mapStack(stack: string, map: string, module?: string): StackLine[] {
  const traced = traceMap(map);
  const lines: StackLine[] = [];
  for (const text of stack.split("\n")) {
    const frame = text.length > LONGEST_LINE ? null : FRAME.exec(text);
    if (frame === null || (module !== undefined && frame[2] !== module)) continue;
    // V8 counts columns from 1, source maps from 0.
    const place = originalPositionFor(traced, { line: Number(frame[3]), column: Number(frame[4]) - 1 });
    if (place.source === null) continue;
    const name = (frame[1] ?? "").replace(/^async /, "");
    lines.push({ file: place.source, line: place.line, column: place.column + 1, function: name });
  }
  return lines;
}

/** Decoding a map takes longer than using it, and a submission throws more than once. */
function traceMap(map: string): TraceMap {
  const known = maps.get(map);
  if (known !== undefined) return known;
  if (maps.size >= MOST_MAPS) maps.clear();
  const traced = new TraceMap(map);
  maps.set(map, traced);
  return traced;
}
