import { closeSync, openSync, readFileSync } from "node:fs";

function terminal() {
  try {
    closeSync(openSync("/dev/tty", "r+"));
    return "a terminal";
  } catch (error) {
    return error.code;
  }
}

export const attack = () => `${readFileSync(0, "utf8") || "nothing typed"}, ${terminal()}`;
