// Makes the headings of tables into buttons that sort. Without it a table is in the order that it was written in.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

/** @typedef {"ascending" | "descending" | "none"} Order */

/** @type {Readonly<Record<Order, Order>>} */
const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

/**
 * What a cell is sorted by: the value that it declares, or its text; null where it is empty.
 *
 * @param {HTMLTableCellElement | undefined} cell
 * @param {boolean} isNumber
 * @returns {string | number | null}
 */
function keyOf(cell, isNumber) {
  const text = (cell?.dataset["value"] ?? cell?.textContent ?? "").trim();
  if (text === "") return null;
  return isNumber ? Number(text) : text;
}

/**
 * What is empty comes last, whichever way the others go.
 *
 * @param {string | number | null} a
 * @param {string | number | null} b
 * @param {number} direction
 */
function compare(a, b, direction) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  return direction * collator.compare(String(a), String(b));
}

/** @param {HTMLTableElement} table */
function makeSortable(table) {
  const body = table.tBodies[0];
  const headings = [...(table.tHead?.rows[0]?.cells ?? [])];
  if (body === undefined) return;
  const asWritten = [...body.rows];

  /**
   * @param {number} column
   * @param {Order} order
   */
  const sort = (column, order) => {
    const isNumber = headings[column]?.dataset["sort"] === "number";
    const direction = order === "descending" ? -1 : 1;
    const keyed = asWritten.map((row) => ({ row, key: keyOf(row.cells[column], isNumber) }));
    // The sort is stable: who is equal stays in the order of before.
    if (order !== "none") keyed.sort((a, b) => compare(a.key, b.key, direction));
    body.append(...keyed.map(({ row }) => row));
    for (const [index, heading] of headings.entries()) {
      heading.setAttribute("aria-sort", index === column ? order : "none");
    }
  };

  for (const [column, heading] of headings.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    heading.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const order = /** @type {Order} */ (heading.getAttribute("aria-sort"));
      sort(column, NEXT[order]);
    });
  }
}

for (const table of document.querySelectorAll("table.sortable")) {
  if (table instanceof HTMLTableElement) makeSortable(table);
}
