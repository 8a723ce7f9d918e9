/** A number in a table: as it is shown, and as it is sorted by. Both are empty where there is none. */
export interface NumberCell {
  text: string;
  value: string;
}

/** A number for a table, shown by a function of one's own. */
export function numberCell(value: number | null, shown: (value: number) => string): NumberCell {
  return value === null ? { text: "", value: "" } : { text: shown(value), value: String(value) };
}
