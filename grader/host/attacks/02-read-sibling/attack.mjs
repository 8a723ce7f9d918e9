import { readFileSync } from "node:fs";

const attempt = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return error.code;
  }
};

import { readdirSync } from "node:fs";

/** What lies in the temporary folder beside our own module. */
const others = () => readdirSync("/tmp").filter((name) => !name.endsWith(".mjs"));

export const attack = () => `${attempt("@sibling@")} ${others().length}`;
