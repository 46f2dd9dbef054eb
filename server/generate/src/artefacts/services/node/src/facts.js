// What this service is, as the design says: name, paths, variables it needs.
import { readFileSync } from "node:fs";

export const facts = JSON.parse(readFileSync(new URL("../service.json", import.meta.url), "utf8"));
