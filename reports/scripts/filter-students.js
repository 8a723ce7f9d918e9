// Narrows the table of students down, and brings the search where the reader is. Without it all students are there.

/**
 * A text as it is searched: without case and accents. Korean is taken apart into its letters, so that a syllable that is
 * only half typed is found as well.
 *
 * @param {string} text
 */
function searchable(text) {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
}

/**
 * @template {Element} E
 * @param {string} selector
 * @param {new () => E} kind
 * @returns {E}
 */
function found(selector, kind) {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`the page has no ${selector}`);
  return element;
}

const panel = found("#filters", HTMLElement);
const search = found("#filter-search", HTMLInputElement);
const below = found("#filter-below", HTMLInputElement);
const state = found("#filter-state", HTMLSelectElement);
const mistake = found("#filter-mistake", HTMLSelectElement);
const section = document.querySelector("#filter-section");
const status = found("#shown", HTMLElement);
const nobody = found("#nobody", HTMLElement);

const students = [...found("#student-rows", HTMLTableSectionElement).rows].map((row) => ({
  row,
  text: searchable(row.dataset["search"] ?? ""),
  state: row.dataset["state"] ?? "",
  section: row.dataset["section"] ?? "",
  score: row.dataset["score"] ?? "",
  mistakes: (row.dataset["mistakes"] ?? "").split(" ").filter((each) => each !== ""),
}));

/** @typedef {(typeof students)[number]} Student */

/** @param {Student} student */
function fitsMistake(student) {
  if (mistake.value === "") return true;
  if (mistake.value === "some") return student.mistakes.length > 0;
  if (mistake.value === "none") return student.state === "graded" && student.mistakes.length === 0;
  return student.mistakes.includes(mistake.value);
}

/**
 * @param {Student} student
 * @param {string[]} words
 */
function fits(student, words) {
  const { score } = student;
  const wanted = section instanceof HTMLSelectElement ? section.value : "";
  return (
    words.every((word) => student.text.includes(word)) &&
    (state.value === "" || student.state === state.value) &&
    (wanted === "" || student.section === wanted) &&
    (below.value === "" || (score !== "" && Number(score) < Number(below.value))) &&
    fitsMistake(student)
  );
}

function update() {
  const words = searchable(search.value).split(/\s+/);
  let shown = 0;
  for (const student of students) {
    const isShown = fits(student, words);
    student.row.hidden = !isShown;
    if (isShown) shown++;
  }
  nobody.hidden = shown > 0;
  status.textContent = (status.dataset["some"] ?? "").replace("{shown}", String(shown));
}

function clear() {
  search.value = "";
  below.value = "";
  for (const select of [state, mistake, section]) if (select instanceof HTMLSelectElement) select.value = "";
  update();
}

panel.hidden = false;
panel.addEventListener("input", update);
found("#filter-clear", HTMLButtonElement).addEventListener("click", () => {
  clear();
  search.focus();
});

document.addEventListener("keydown", (event) => {
  const isTyping =
    event.target instanceof HTMLInputElement ||
    event.target instanceof HTMLSelectElement ||
    event.target instanceof HTMLTextAreaElement;
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  search.focus();
  search.select();
});

for (const button of document.querySelectorAll("button.show")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    clear();
    mistake.value = button.value;
    update();
    document.querySelector("#students")?.scrollIntoView();
    mistake.focus({ preventScroll: true });
  });
}

// A browser that goes back fills the fields in again.
update();
