// Compiles every schema of files and messages from outside into dist/validators/, for ajv takes longer to load and to
// compile than what it then checks.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";

const ASKS = /import \{[^}]*\b(validatorOf|readerOf)\b[^}]*\} from/;
const NOT_SHIPPED = /\.(test|fixture|arbitrary|example)\.js$/;
const COMPILED = ["chunks", "validators"];

function modulesThatAsk(dist) {
  return readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js") && !NOT_SHIPPED.test(name))
    .filter((name) => !COMPILED.includes(name.split(/[\\/]/)[0]))
    .map((name) => join(dist, name))
    .filter((path) => ASKS.test(readFileSync(path, "utf8")));
}

/** To be run on what tsc wrote, before its files are bundled. */
export async function buildValidators(dist) {
  for (const path of modulesThatAsk(dist)) await import(pathToFileURL(path).href);
  const { ajvOptions, compiledName, describedSoFar } = await import(
    pathToFileURL(join(dist, "validation/validator.js")).href
  );
  const folder = join(dist, "validators");
  mkdirSync(folder, { recursive: true });
  const written = new Set();
  for (const described of describedSoFar()) {
    const ajv = new Ajv({ ...ajvOptions(described), code: { source: true } });
    const code = standaloneCode.default(ajv, ajv.compile(described.schema));
    const name = compiledName(described);
    writeFileSync(join(folder, name), code);
    written.add(name);
  }
  for (const name of readdirSync(folder)) if (!written.has(name)) rmSync(join(folder, name));
}
