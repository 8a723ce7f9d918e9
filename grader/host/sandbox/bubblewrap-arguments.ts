import { dirname } from "node:path";
import type { HostLimits } from "./limits.js";
import type { Program } from "./program.js";

const NAMESPACES = words(
  "--unshare-user --unshare-pid --unshare-net --unshare-ipc --unshare-uts --unshare-cgroup-try --disable-userns",
);
/** 65534 is `nobody`. */
const PRIVILEGES = words(
  "--uid 65534 --gid 65534 --hostname sandbox --cap-drop ALL --new-session --die-with-parent --clearenv",
);
/** The size of `/dev/shm`, in bytes. */
export const SHARED_MEMORY_BYTES: number = 4 * 1024 * 1024;
const READ_ONLY_SYSTEM = words(
  `--proc /proc --remount-ro /proc --dev /dev --size ${SHARED_MEMORY_BYTES} --tmpfs /dev/shm --remount-ro /dev`,
);

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
    ...NAMESPACES,
    ...PRIVILEGES,
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
    ...program.bindings.flatMap(({ from, to }) => ["--ro-bind", from, to]),
    ...READ_ONLY_SYSTEM,
    ...words(`--size ${limits.temporaryBytes} --tmpfs /tmp --chdir /tmp --remount-ro /`),
  ];
}

function words(options: string): string[] {
  return options.split(" ");
}
