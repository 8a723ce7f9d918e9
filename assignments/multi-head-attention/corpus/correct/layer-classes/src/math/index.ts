export { Matrix } from "./matrix.ts";
