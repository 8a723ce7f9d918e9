import { dirname } from "node:path";
import type { HostLimits } from "./limits.js";
import type { Program } from "./program.js";

const SHARED_MEMORY_BYTES = 4 * 1024 * 1024;
const NOBODY = "65534";

/**
 * The walls, as arguments of bubblewrap. `/proc` and `/dev` are made read-only, for bubblewrap leaves them writable;
 * nothing else of the machine is there than what is bound.
 */
export function bubblewrapArguments(program: Program, limits: HostLimits): string[] {
  const libraries = program.bindings.filter(({ to }) => /\.so(\.|$)/.test(to));
  const environment = {
    HOME: "/tmp",
    TMPDIR: "/tmp",
    TZ: "UTC",
    LANG: "C.UTF-8",
    UV_THREADPOOL_SIZE: "1",
    // The loader's own cache of where libraries lie is not there.
    LD_LIBRARY_PATH: [...new Set(libraries.map(({ to }) => dirname(to)))].join(":"),
    ...program.environment,
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
