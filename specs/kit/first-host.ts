// A setup file of vitest's: what starting a host takes passes while the spec files are read.
import { inject } from "vitest";
import { readyHost } from "./host-supply.js";

readyHost(inject("gradecheck"));

// So does vitest end a worker. Its hosts would die all the same, but leave their folders behind.
if (process.listenerCount("SIGTERM") === 0) process.once("SIGTERM", () => process.exit());
