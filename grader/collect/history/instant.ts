const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * A moment as ISO 8601 writes it, such as `2026-03-01T23:59+09:00`, in milliseconds since 1970; undefined where the text
 * is none. A moment without its zone would mean another one on another machine, so it is none.
 */
export function readInstant(text: string): number | undefined {
  const [, year, month, day, hour, minute, second = "00"] = INSTANT.exec(text) ?? [];
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // JavaScript takes the 30th of February for the 2nd of March.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  return Date.parse(text.replace(" ", "T"));
}

/** A moment as ISO 8601 in UTC, to the second. */
export function instantText(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
