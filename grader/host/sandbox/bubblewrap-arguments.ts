import type { HostLimits } from "./limits.js";
import type { Binding } from "./node-files.js";

const SHARED_MEMORY_BYTES = 4 * 1024 * 1024;
const NOBODY = "65534";

/** What to run in a sandbox: arguments of Node, and what they need to see beside Node itself. */
export interface SandboxedProgram {
  readonly command: readonly string[];
  readonly bindings: readonly Binding[];
}

/**
 * The walls, as arguments of bubblewrap. `/proc` and `/dev` are made read-only, for bubblewrap leaves them writable;
 * nothing else of the machine is there than what is bound.
 */
export function bubblewrapArguments(
  program: SandboxedProgram,
  libraryFolders: readonly string[],
  limits: HostLimits,
): string[] {
  const environment = {
    HOME: "/tmp",
    TMPDIR: "/tmp",
    TZ: "UTC",
    LANG: "C.UTF-8",
    UV_THREADPOOL_SIZE: "1",
    LD_LIBRARY_PATH: libraryFolders.join(":"),
  };
  return [
    ...["--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"],
    ...[
      "--unshare-cgroup-try",
      "--disable-userns",
      "--uid",
      NOBODY,
      "--gid",
      NOBODY,
      "--hostname",
      "sandbox",
    ],
    ...["--cap-drop", "ALL", "--new-session", "--die-with-parent", "--clearenv"],
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
    ...program.bindings.flatMap(({ from, to }) => ["--ro-bind", from, to]),
    ...["--proc", "/proc", "--remount-ro", "/proc"],
    ...["--dev", "/dev", "--size", `${SHARED_MEMORY_BYTES}`, "--tmpfs", "/dev/shm", "--remount-ro", "/dev"],
    ...["--size", `${limits.temporaryBytes}`, "--tmpfs", "/tmp", "--chdir", "/tmp", "--remount-ro", "/"],
  ];
}
