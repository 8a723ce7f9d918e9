import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { printable } from "../../prepare/problem.js";
import { RepositoryFault } from "./repository-fault.js";

/** How repositories may be reached. `file` covers paths of this machine as well. */
export const PROTOCOLS = ["https", "ssh", "file"] as const;

/** One of {@link PROTOCOLS}. */
export type Protocol = (typeof PROTOCOLS)[number];

/** What is allowed where nobody says otherwise: a roster from elsewhere must not read this machine's files. */
export const USUAL_PROTOCOLS: readonly Protocol[] = ["https", "ssh"];

/** The address of a repository, fit to be given to git. */
export interface RepositoryUrl {
  readonly protocol: Protocol;
  readonly url: string;
  /** Where it lies on this machine; null elsewhere. */
  readonly path: string | null;
}

/** `git@host:path`, which git takes for ssh. */
const SCP_LIKE = /^(?:[\w.+-]+@)?[\w][\w.-]+:(?![/\\]{2}|:)[^\s]+$/;
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
/** Characters that nobody sees. */
const HIDDEN = /[\p{Cc}\p{Cf}]/u;
/** Letters before `::` name a helper program that git would start. */
const HELPER = /^[\w+.-]*::/;

/**
 * The address of a repository, taken apart and put together anew, so that nothing in it can be an option, a program or
 * a way of reaching it that is not allowed.
 *
 * @param text as the roster has it: `https://…`, `ssh://…`, `git@host:path`, `file://…` or a path
 * @param relativeTo the folder that a relative path starts from
 * @throws RepositoryFault when it is none of these, or not allowed.
 */
export function readRepositoryUrl(
  text: string,
  relativeTo: string,
  allowed: readonly Protocol[] = USUAL_PROTOCOLS,
): RepositoryUrl {
  if (HIDDEN.test(text) || text.startsWith("-") || HELPER.test(text)) throw bad(text);
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  const protocol = scheme ?? (SCP_LIKE.test(text) ? "ssh" : "file");
  if (!isAmong(allowed, protocol)) {
    throw new RepositoryFault("protocol", { protocol: printable(protocol), allowed: allowed.join(", ") });
  }
  if (protocol === "file") return local(scheme === undefined ? resolve(relativeTo, text) : pathOf(text));
  return scheme === undefined ? { protocol, url: text, path: null } : remote(protocol, text);
}

function isAmong(allowed: readonly Protocol[], protocol: string): protocol is Protocol {
  return allowed.some((one) => one === protocol);
}

function bad(text: string): RepositoryFault {
  return new RepositoryFault("bad-url", { url: printable(text) });
}

function pathOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch {
    throw bad(address);
  }
}

function local(path: string): RepositoryUrl {
  if (HIDDEN.test(path)) throw bad(path);
  return { protocol: "file", url: pathToFileURL(path).href, path };
}

function remote(protocol: "https" | "ssh", address: string): RepositoryUrl {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || /^-|^$/.test(url.hostname) || url.pathname.length < 2) throw bad(address);
  // A secret in a roster would end in reports and in lists of processes.
  if (url.password !== "" || (protocol === "https" && url.username !== "")) {
    throw new RepositoryFault("secret-url", { host: printable(url.hostname) });
  }
  if (!/^[\w.+-]*$/.test(url.username) || url.username.startsWith("-")) throw bad(address);
  return { protocol, url: url.href, path: null };
}
