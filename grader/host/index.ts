export type { Budget } from "./budget.js";
export type { FaultOutcome, HostFault } from "./fault.js";
export { Host, type Faulted, type LoadResult, type RunResult, type Told } from "./host.js";
export { InfrastructureError, type InfrastructureCode } from "./infrastructure-error.js";
export { startHost, type HostOptions } from "./start-host.js";
export { DEFAULT_LIMITS, type HostLimits } from "./sandbox/limits.js";
export { SANDBOXES, SANDBOX_KINDS, type Sandbox, type SandboxKind } from "./sandbox/sandbox.js";
export { chooseSandbox, type ChosenSandbox, type SandboxRequest } from "./sandbox/choose-sandbox.js";
export { probeSandbox, type Probe } from "./sandbox/probe-sandbox.js";
