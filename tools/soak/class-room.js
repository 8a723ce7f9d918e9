import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOSTILE } from "./hostile.js";

const ONE_IN = 5;

/** A class of so many, one in five of them hostile, as folders below `scratch`. */
export function classRoom(count, corpus, scratch) {
  const honest = [
    ...readdirSync(join(corpus, "correct")).map((name) => join(corpus, "correct", name)),
    ...["starter", "half-done", "constant-cheat", "wrong-shape", "nan", "ragged"].map((name) =>
      join(corpus, "partial", name),
    ),
  ];
  const hostile = Object.entries(HOSTILE);
  return Array.from({ length: count }, (_, i) => {
    const id = `student-${`${i}`.padStart(4, "0")}`;
    const folder = join(scratch, id);
    if (i % ONE_IN === ONE_IN - 1) {
      const [, source] = hostile[Math.floor(i / ONE_IN) % hostile.length];
      mkdirSync(join(folder, "src"), { recursive: true });
      writeFileSync(join(folder, "src", "index.js"), source);
      writeFileSync(join(folder, "package.json"), '{ "type": "module", "main": "src/index.js" }\n');
    } else cpSync(honest[i % honest.length], folder, { recursive: true });
    return { id, folder };
  });
}
