import { readFileSync } from "node:fs";

const attempt = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return error.code;
  }
};

// Upwards from where this module lies, and straight away.
const upwards = new URL("../../../../../../../..@golden@", import.meta.url).pathname;

export const attack = () => ["@golden@", "@grader@", upwards].map(attempt).join(" ");
