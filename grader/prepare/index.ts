export { readyBundler } from "./bundler-supply.js";
export { prepare } from "./prepare.js";
