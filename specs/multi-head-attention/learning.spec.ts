import { checksOf } from "../kit/index.js";
import { learnToCopy } from "./copying.js";
import { stepAlongGradient } from "./small-step.js";

const check = checksOf("learning");

check("step", { points: 2, kind: "gradient" }, stepAlongGradient);

check("copy", { points: 4, kind: "training" }, learnToCopy);
