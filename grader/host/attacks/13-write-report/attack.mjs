import { writeFileSync } from "node:fs";

const attempt = (path) => {
  try {
    writeFileSync(path, "the report");
    return "it went through";
  } catch (error) {
    return error.code;
  }
};

export const attack = () => ["@report@", "@folder@/x", "/result.json"].map(attempt).join(" ");
