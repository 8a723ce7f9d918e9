export { default } from "gradecheck/vitest";
