// Checks Kubernetes objects, those of the Gateway API, the prometheus-operator and the External Secrets Operator among them, against the schemas of kubernetes-models.
//   node models-check.mjs FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseAllDocuments } from "yaml";

const LIBRARIES = ["kubernetes-models", "@kubernetes-models/gateway-api", "@kubernetes-models/prometheus-operator", "@kubernetes-models/external-secrets"];
const require = createRequire(import.meta.url);
const ABSENT = ["MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED", "ERR_MODULE_NOT_FOUND"];

async function model(apiVersion, kind) {
  for (const library of LIBRARIES) {
    const path = `${library}/${apiVersion}/${kind}`;
    // Some of them are only required, others only imported.
    for (const load of [require, (path) => import(path)]) {
      try {
        return (await load(path))[kind];
      } catch (error) {
        if (!ABSENT.includes(error.code)) throw error;
      }
    }
  }
  return undefined;
}

let failed = false;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.toJS();
    const name = `${file}: ${object.kind} ${object.metadata?.name}`;
    const Model = await model(object.apiVersion, object.kind);
    try {
      if (!Model) throw new Error(`${object.apiVersion} is unknown`);
      new Model(object).validate();
    } catch (error) {
      failed = true;
      console.log(`${name}: ${error.message}`);
    }
  }
}
process.exit(failed ? 1 : 0);
