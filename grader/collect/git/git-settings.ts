import { dirname } from "node:path";
import type { Protocol } from "./repository-url.js";

/** What a network may need of our own environment; everything else of it stays outside. */
const PASSED_ON = [
  "PATH",
  "SSH_AUTH_SOCK",
  "HTTPS_PROXY",
  "https_proxy",
  "NO_PROXY",
  "no_proxy",
  "GIT_SSL_CAINFO",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "SystemRoot",
];

/** Asks nobody, keeps no connection open in the background, and reads what else it needs from the user's own settings. */
const SSH = "ssh -oBatchMode=yes -oConnectTimeout=20 -oControlMaster=no -oControlPath=none -oForwardAgent=no";

/**
 * The whole environment of git: nobody's configuration but ours, no questions, no programs of others, messages in
 * English so that they can be told apart.
 *
 * @param folder where git runs; it looks for a repository there and no further up
 * @param protocols what it may reach; none for work on this machine
 */
export function gitEnvironment(folder: string, protocols: readonly Protocol[]): Record<string, string> {
  const passed = PASSED_ON.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(passed),
    HOME: folder,
    LC_ALL: "C",
    TZ: "UTC",
    GIT_ALLOW_PROTOCOL: protocols.length === 0 ? "none" : protocols.join(":"),
    GIT_ASKPASS: "",
    GIT_CEILING_DIRECTORIES: dirname(folder),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_LFS_SKIP_SMUDGE: "1",
    // Else a server that holds back what it promised makes git ask again, process within process, without end.
    GIT_NO_LAZY_FETCH: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_PROTOCOL_FROM_USER: "0",
    GIT_SSH_COMMAND: SSH,
    GIT_TERMINAL_PROMPT: "0",
    SSH_ASKPASS: "",
  };
}

const SETTINGS = [
  // Nothing runs but git itself.
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.symlinks=false",
  "core.attributesFile=/dev/null",
  "credential.helper=",
  "safe.bareRepository=explicit",
  "submodule.recurse=false",
  "fetch.recurseSubmodules=false",
  "fetch.writeCommitGraph=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "advice.detachedHead=false",
  // Broken and crafted objects do not even get in.
  "fetch.fsckObjects=true",
  "transfer.fsckObjects=true",
  // One pack for each fetch, however small, which is whole or not there; large files are not held in memory.
  "transfer.unpackLimit=1",
  "fetch.unpackLimit=1",
  "core.bigFileThreshold=16m",
  // What a power cut spoils is fetched again, so nobody waits for the disk.
  "core.fsync=none",
  "pack.threads=1",
  "http.lowSpeedLimit=100",
  "http.lowSpeedTime=30",
  "protocol.version=2",
  "protocol.allow=never",
];

/** The settings of git, as options that come before its command. */
export function gitSettings(protocols: readonly Protocol[], more: readonly string[] = []): string[] {
  const allowed = protocols.map((protocol) => `protocol.${protocol}.allow=always`);
  return [...SETTINGS, ...allowed, ...more].flatMap((setting) => ["-c", setting]);
}
