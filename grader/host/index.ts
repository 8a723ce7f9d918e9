export type { HostFault } from "./fault.js";
export type { Code, Host } from "./host.js";
export { InfrastructureError } from "./infrastructure-error.js";
export { startHost } from "./start-host.js";
export { DEFAULT_LIMITS } from "./sandbox/limits.js";
export { SANDBOXES, SANDBOX_KINDS, type SandboxKind } from "./sandbox/sandbox.js";
export { chooseSandbox, type SandboxRequest } from "./sandbox/choose-sandbox.js";
export { probeSandbox } from "./sandbox/probe-sandbox.js";
