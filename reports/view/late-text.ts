import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";

const HOUR = 60;
const DAY = 24 * HOUR;

/** A span of whole minutes in words, such as `1 d 19 h`: minutes matter only where there are few of them. */
export function lateText(minutes: number, language: Language): string {
  const values = {
    days: Math.floor(minutes / DAY),
    hours: Math.floor(minutes / HOUR) % 24,
    minutes: minutes % HOUR,
  };
  const unit = minutes >= DAY ? "days" : minutes >= HOUR ? "hours" : "minutes";
  return sentence({ code: `report.late.${unit}`, values }, language);
}
