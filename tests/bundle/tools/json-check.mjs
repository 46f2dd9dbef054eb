// JSON by the parser of JavaScript.
//   node json-check.mjs FILE…
import fs from "node:fs";

let wrong = false;
for (const file of process.argv.slice(2)) {
  try {
    JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    wrong = true;
    console.log(`${file}: ${error.message}`);
  }
}
process.exit(wrong ? 1 : 0);
