import { appendFileSync, writeFileSync } from "node:fs";

const MIB = Buffer.alloc(1024 * 1024, 1);

/** Several files, for each of them is limited by itself as well. */
function fill(folder) {
  let taken = 0;
  try {
    for (; taken < 64; taken++) appendFileSync(`${folder}/filler-${taken % 8}`, MIB);
    return `${folder} took 64 MiB`;
  } catch (error) {
    return `${folder} ${error.code} below ${taken + 1} MiB`;
  }
}

function attempt(folder) {
  try {
    writeFileSync(`${folder}/filler`, "");
    return `${folder} took a file`;
  } catch (error) {
    return `${folder} ${error.code}`;
  }
}

export const attack = () => [fill("/tmp"), fill("/dev/shm"), attempt("/dev"), attempt("/")].join(", ");
