// Node reads each file as the module that it will be run as, and runs none.
//   node module-check.mjs FILE…
import fs from "node:fs";
import { spawnSync } from "node:child_process";

// The class that parses a module without running it is there for those who ask for it.
const asked = "--experimental-vm-modules";
if (!process.execArgv.includes(asked)) {
  const again = spawnSync(process.execPath, ["--no-warnings", asked, ...process.argv.slice(1)], { stdio: "inherit" });
  process.exit(again.status ?? 1);
}
const { SourceTextModule } = await import("node:vm");
let wrong = false;
for (const file of process.argv.slice(2)) {
  try {
    new SourceTextModule(fs.readFileSync(file, "utf8"), { identifier: file });
  } catch (error) {
    wrong = true;
    console.log(error.stack.split("\n").slice(0, 5).join("\n"));
  }
}
process.exit(wrong ? 1 : 0);
