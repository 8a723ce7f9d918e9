import { InfrastructureError } from "../../host/infrastructure-error.js";
import { printable } from "../../prepare/problem.js";
import { RepositoryFault, tooLarge } from "./repository-fault.js";

/** How a git ended. */
export interface GitEnd {
  readonly status: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: Buffer;
  /** The beginning of what it complained about. */
  readonly stderr: string;
  readonly hasFlooded: boolean;
}

interface KnownFault {
  readonly key: string;
  readonly says: readonly string[];
  readonly isTransient?: boolean;
}

/** What git says when something is wrong, in the order in which it is looked for; the first that fits is taken. */
const FAULTS: readonly KnownFault[] = [
  { key: "commit-gone", says: ["not our ref", "unadvertised object", "couldn't find remote ref"] },
  {
    key: "protocol-refused",
    says: ["transport '.*' not allowed", 'Protocol "?\\w+"? (?:not supported|disabled)'],
  },
  { key: "other-owner", says: ["detected dubious ownership"] },
  { key: "too-large", says: ["died of signal 25", "File too large"] },
  {
    key: "too-much-work",
    says: ["died of signal (?:9|24)\\b", "[Oo]ut of memory", "Cannot allocate memory"],
  },
  {
    key: "no-access",
    says: [
      "could not read (?:Username|Password)",
      "terminal prompts disabled",
      "Authentication failed",
      "Permission denied",
      "Host key verification failed",
      "returned error: 40[13]",
    ],
  },
  {
    key: "no-repository",
    says: [
      "[Rr]epository .*not found",
      "not appear to be a git repository",
      "invalid gitfile",
      "returned error: 404",
    ],
  },
  {
    key: "broken",
    says: [
      "fsck",
      "[Cc]orrupt",
      "unable to (?:read|unpack|find|parse)",
      "[Bb]ad (?:object|tree|pack|config|ref)",
      "missing (?:blob|tree|commit)",
      "[Nn]ot a valid object",
      "invalid (?:object|sha1)",
      "could not (?:parse|fetch)",
      "did not send all necessary",
      "object file .* is empty",
      "inflate",
      "COLLISION",
      "[Mm]alformed",
      "not a tree object",
    ],
  },
  { key: "untrusted", says: ["certificate"] },
  {
    key: "unreachable",
    isTransient: true,
    says: [
      "resolve host",
      "[Nn]ame resolution",
      "[Cc]onnection (?:was )?(?:refused|reset|timed out|closed)",
      "[Ff]ailed to connect",
      "Couldn't connect",
      "Operation (?:timed out|too slow)",
      "Network is unreachable",
      "No route to host",
      "early EOF",
      "RPC failed",
      "hung up",
      "unexpected disconnect",
      "returned error: (?:429|5\\d\\d)",
      "SSL|TLS",
    ],
  },
  // What unpacks was killed, and git knows no more than that.
  { key: "too-much-work", says: ["invalid index-pack output"] },
];

/** Limits of ours that end it, and the kernel when its memory runs out. */
const KILLERS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGXFSZ: "too-large",
  SIGXCPU: "too-much-work",
  SIGKILL: "too-much-work",
};

const DISK_FULL = /No space left on device|Disk quota exceeded/;
const WRONG_USAGE = 129;
/** What programs that start others answer when there is nothing to start. */
const NOTHING_TO_START = [126, 127];

/** What must be known of a git's surroundings to say why it failed. */
interface FaultSurroundings {
  /** The largest file that it may write. */
  readonly fileBytes: number;
  /** Whether the disk that it writes to is full: the other side can say so too, and must not stop the run. */
  readonly isDiskFull: () => boolean;
}

/**
 * What it means that git said no.
 *
 * @throws InfrastructureError when it is ours or the machine's to mend.
 */
export function faultOf({ status, killedBy, stderr }: GitEnd, around: FaultSurroundings): RepositoryFault {
  if (DISK_FULL.test(stderr) && around.isDiskFull()) {
    throw new InfrastructureError("COLLECT_FAILED", `the disk is full: ${told(stderr)}`);
  }
  if (status !== null && NOTHING_TO_START.includes(status)) {
    throw new InfrastructureError("GIT_MISSING", `git cannot be started: ${told(stderr)}`);
  }
  if (status === WRONG_USAGE) {
    throw new InfrastructureError(
      "COLLECT_FAILED",
      `this git does not know what is asked of it: ${told(stderr)}`,
    );
  }
  const known = FAULTS.find(({ says }) => new RegExp(says.join("|")).test(stderr));
  const key = (killedBy === null ? undefined : KILLERS[killedBy]) ?? known?.key ?? "git-failed";
  if (key === "too-large") return tooLarge(around.fileBytes);
  return new RepositoryFault(key, { text: told(stderr) }, known?.isTransient);
}

/** The line that says it best, fit for one line of any output. */
function told(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const best = lines.find((line) => /^(?:fatal|error|ssh|ERROR)\b/.test(line)) ?? lines.at(0) ?? "";
  return printable(best.replace(/^(?:fatal|error|ERROR): */, ""));
}
