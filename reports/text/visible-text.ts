export { visibleText } from "../../grader/locale/visible-text.js";
