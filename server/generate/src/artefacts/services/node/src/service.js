// What this service is, as the design says: name, paths, needed variables, dependencies.
import { readFileSync } from "node:fs";

export const service = JSON.parse(readFileSync(new URL("../service.json", import.meta.url), "utf8"));
