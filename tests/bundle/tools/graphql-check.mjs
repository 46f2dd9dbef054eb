// GraphQL schemas by the reference implementation.
//   node graphql-check.mjs FILE…
import fs from "node:fs";
import { buildSchema, validateSchema } from "graphql";

let wrong = false;
for (const file of process.argv.slice(2)) {
  try {
    const errors = validateSchema(buildSchema(fs.readFileSync(file, "utf8")));
    if (errors.length > 0) throw new Error(errors.map((error) => error.message).join("\n"));
  } catch (error) {
    wrong = true;
    console.log(`${file}: ${error.message}`);
  }
}
process.exit(wrong ? 1 : 0);
