/** An instant of ISO 8601 in UTC, to the minute: `2026-03-04 05:06 UTC`. */
export function instantText(iso: string): string {
  return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}
