// Every operation of the contract is there, guards what it should, and answers what it has promised.
import assert from "node:assert/strict";
import { test } from "node:test";
import { operations, schemas } from "../src/contract.js";
import { validator } from "../src/http/validate.js";
import { facts } from "../src/facts.js";
import { ask, startService } from "./whole.js";

const unknown = "01890a5d-ac96-774b-bcce-b302099a8099";

for (const operation of operations.filter(({ does }) => does !== "describe")) {
  test(`${operation.id}: ${operation.method} ${operation.path}`, async (t) => {
    const { url } = await startService(t);
    const at = url + operation.path.replace("{id}", unknown);
    const { status, headers, body } = await ask(at, operation.method, { body: operation.example ?? undefined });
    if (status >= 400) {
      assert.match(headers.get("content-type"), /^application\/problem\+json/);
      validator(schemas.Problem)(body);
    }
    if (["signed-in", "admin"].includes(operation.access)) {
      assert.equal(status, 401);
    } else if (["read", "replace", "delete"].includes(operation.does)) {
      assert.equal(status, 404);
      assert.doesNotMatch(body.detail, /nothing at/);
    } else if (operation.does === "login") {
      assert.equal(status, 401);
    } else {
      assert.ok(status < 300, `${status} ${JSON.stringify(body)}`);
      validator(schemas[operation.response])(body);
    }
  });
  if (operation.request && !["signed-in", "admin"].includes(operation.access)) {
    test(`${operation.id} refuses a body that does not fit`, async (t) => {
      const { url } = await startService(t);
      const { status, body } = await ask(url + operation.path.replace("{id}", unknown), operation.method, { body: { unheard_of: 1 } });
      assert.equal(status, 400);
      assert.ok(body.errors.length > 0);
    });
  }
}

test("the service tells what it is", async (t) => {
  const { url } = await startService(t);
  if (facts.kind === "service") assert.equal((await ask(url, "GET")).body.service, facts.name);
});
