// Mermaid's own parser on every diagram of Markdown files, in a document that needs no browser.
//   node mermaid-check.mjs FILE…
import fs from "node:fs";
import { JSDOM } from "jsdom";

const dom = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
globalThis.window = dom.window;
globalThis.document = dom.window.document;
for (const name of ["Element", "SVGElement", "HTMLElement", "Node", "DOMParser", "NodeFilter", "DocumentFragment"]) globalThis[name] ??= dom.window[name];
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

let wrong = false;
for (const file of process.argv.slice(2)) {
  const diagrams = [...fs.readFileSync(file, "utf8").matchAll(/^```mermaid\n([\s\S]*?)^```/gm)].map((match) => match[1]);
  for (const diagram of diagrams) {
    try {
      await mermaid.parse(diagram);
    } catch (error) {
      wrong = true;
      console.log(`${file}: ${String(error.message).split("\n").slice(0, 4).join(" | ")}`);
    }
  }
}
process.exit(wrong ? 1 : 0);
