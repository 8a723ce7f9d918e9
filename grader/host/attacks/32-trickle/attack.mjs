import { writeSync } from "node:fs";

const pause = new Int32Array(new SharedArrayBuffer(4));

export function attack() {
  for (;;) {
    writeSync(1, ".");
    Atomics.wait(pause, 0, 0, 20);
  }
}
