/**
 * The bundler's process: disposable, for its input is hostile. It talks on descriptor 3 and is the only part of
 * gradecheck in the sandbox with it, so nothing outside this folder is imported.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { bundle } from "./bundle.js";
import { type BundleRequest, READY } from "./message.js";

const CHANNEL = 3;

writeFileSync(CHANNEL, READY);
const request = JSON.parse(readFileSync(CHANNEL, "utf8")) as BundleRequest;
writeFileSync(CHANNEL, JSON.stringify(await bundle(request)));
