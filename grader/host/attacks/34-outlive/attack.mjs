import { spawn } from "node:child_process";

const start = () =>
  new Promise((resolve) => {
    const options = { detached: true, stdio: "ignore" };
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], options);
    child.on("error", (error) => resolve(error.code)).on("spawn", () => resolve("started"));
    child.unref();
  }).catch((error) => error.code);

const found = await Promise.all([start(), start(), start()]);

export const attack = () => found.join(" ");
