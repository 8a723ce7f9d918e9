import { renderTerminal } from "../../reports/render-terminal.js";
import { readTexts } from "../assignment/texts.js";
import type { Language } from "../locale/language.js";
import type { Result } from "../result/index.js";
import { withoutLeftOut } from "../score/without-left-out.js";
import { wantsColor } from "../package/wants-color.js";

/**
 * Prints a result on stdout, for people.
 *
 * @param earlier a result to say what has changed since
 */
export function showResult(result: Result, language: Language, earlier?: Result): void {
  const texts = readTexts(result.assignment.id, language);
  const color = wantsColor(process.stdout);
  const columns = Math.min(process.stdout.columns ?? 100, 120);
  const options = { language, audience: "student", texts, color, columns } as const;
  const shown = withoutLeftOut(result);
  process.stdout.write(renderTerminal(shown, { ...options, ...(earlier === undefined ? {} : { earlier }) }));
}
