const NO_LETTER = /\p{Surrogate}/gu;

/**
 * The relative address of the report in a folder beside the gradebook, or within it of one check. Whatever the folder
 * is called, the address is a path below the page and nothing else.
 *
 * @param folder as the gradebook gives it, or null
 * @returns an address of ASCII letters; empty where there is no folder, or where it does not lie below the gradebook
 */
export function reportAddress(folder: string | null, check?: string): string {
  const names = (folder ?? "").split("/");
  if (names.some((name) => name === "" || name === "." || name === "..")) return "";
  // Half of a surrogate pair is no letter, and cannot be encoded.
  const path = [...names, "report.html"].map((name) =>
    encodeURIComponent(name.replaceAll(NO_LETTER, "\uFFFD")),
  );
  const place =
    check === undefined ? "" : `#${encodeURIComponent(`check-${check.replaceAll(NO_LETTER, "\uFFFD")}`)}`;
  return path.join("/") + place;
}
