// AsyncAPI documents by the AsyncAPI project's own parser.
//   node asyncapi-check.mjs FILE…
import fs from "node:fs";
import { Parser } from "@asyncapi/parser";

const ERROR = 0;
let wrong = false;
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await new Parser().parse(fs.readFileSync(file, "utf8"), { source: file });
  for (const found of diagnostics.filter((found) => found.severity === ERROR)) {
    wrong = true;
    console.log(`${file}:${found.range.start.line + 1} ${found.message}`);
  }
  if (!document) wrong = true;
}
process.exit(wrong ? 1 : 0);
