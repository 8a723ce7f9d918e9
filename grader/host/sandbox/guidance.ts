import type { Finding } from "../../result/result.js";

/** What bubblewrap and the kernel say where unprivileged user namespaces are off, and the way to get them. */
const CAUSES: readonly (readonly [mark: string, remedy: string])[] = [
  ["setting up uid map", "doctor.remedy-apparmor"],
  ["Failed RTM_NEWADDR", "doctor.remedy-apparmor"],
  ["No permissions to creat", "doctor.remedy-namespaces"],
  ["Operation not permitted", "doctor.remedy-namespaces"],
  ["No space left on device", "doctor.remedy-namespace-count"],
  ["Unknown option", "doctor.remedy-version"],
  ["user namespaces", "doctor.remedy-namespaces"],
  ["missing: install the package", "doctor.remedy-install"],
  ["npm run build", "doctor.remedy-build"],
];

/** What to do about a sandbox that does not start, going by what it said. */
export function remedyFor(message: string): Finding {
  const cause = CAUSES.find(([mark]) => message.includes(mark));
  return { code: cause?.[1] ?? "doctor.remedy-unknown", values: {} };
}
