/** What Windows keeps for itself, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i;
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD\\/:*?"<>|]/u;
/** `.git` and what Windows and macOS take for it. */
const GIT = /^(?:\.git|git~[0-9]+)$/i;
const LONGEST_BYTES = 255;

/** Why a name cannot be that of a file or folder on every system. */
export type NameFault = "name" | "reserved-name" | "name-end" | "not-nfc" | "dot-git" | "long-name";

/**
 * What keeps a name from being that of one file or folder on Linux, macOS and Windows alike; undefined where nothing
 * does.
 *
 * @param name one part of a path
 */
export function nameFault(name: string): NameFault | undefined {
  if (FORBIDDEN.test(name) || name === "" || name === "." || name === "..") return "name";
  if (GIT.test(name.replace(/[. ]+$/, ""))) return "dot-git";
  if (/[. ]$/.test(name)) return "name-end";
  if (RESERVED.test(name)) return "reserved-name";
  if (name.normalize("NFC") !== name) return "not-nfc";
  return Buffer.byteLength(name) > LONGEST_BYTES ? "long-name" : undefined;
}
