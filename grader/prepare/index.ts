export { prepare } from "./prepare.js";
