export { prepare, type Prepared } from "./prepare.js";
export type { PreparePolicy } from "./policy.js";
export { mapStack } from "./stack.js";
export { withInlineMap } from "./inline-map.js";
