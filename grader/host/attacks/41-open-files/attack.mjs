import { openSync } from "node:fs";

export function attack() {
  try {
    for (let i = 0; i < 500; i++) openSync("/dev/null", "r");
    return "opened 500";
  } catch (error) {
    return error.code;
  }
}
