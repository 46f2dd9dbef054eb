// What this service has promised: its models, the schemas of bodies and events, and its operations, as the design says.
import { readFileSync } from "node:fs";

export const { models, schemas, events, operations } = JSON.parse(readFileSync(new URL("../contract.json", import.meta.url), "utf8"));
