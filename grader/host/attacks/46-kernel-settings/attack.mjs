import { closeSync, openSync } from "node:fs";

/** Opened and closed, never written. */
const attempt = (path) => {
  try {
    closeSync(openSync(path, "r+"));
    return "opened";
  } catch (error) {
    return error.code;
  }
};

export const attack = () =>
  ["/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory", "/proc/self/oom_score_adj"]
    .map(attempt)
    .join(" ");
