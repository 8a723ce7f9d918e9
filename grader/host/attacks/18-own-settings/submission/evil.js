import { writeFileSync } from "node:fs";
writeFileSync(new URL("./executed", import.meta.url), "");
