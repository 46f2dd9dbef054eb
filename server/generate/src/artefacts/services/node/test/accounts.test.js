import assert from "node:assert/strict";
import { test } from "node:test";
import { operations } from "../src/contract.js";
import { ask, startService } from "./whole.js";

const { path: registerPath, example } = operations.find(({ does }) => does === "register");
const loginPath = operations.find(({ does }) => does === "login").path;
const mePath = operations.find(({ does }) => does === "me").path;

test("somebody registers, logs in and is known by the token", async (t) => {
  const { url } = await startService(t);
  const registered = await ask(url + registerPath, "POST", { body: example });
  assert.equal(registered.status, 201);
  assert.deepEqual(Object.keys(registered.body).sort(), ["email", "id"]);
  // The address in other letters is the same address.
  const { body: answer } = await ask(url + loginPath, "POST", { body: { ...example, email: example.email.toUpperCase() } });
  const me = await ask(url + mePath, "GET", { who: { authorization: `Bearer ${answer.access_token}` } });
  assert.deepEqual(me.body, registered.body);
});

test("an address has one account", async (t) => {
  const { url } = await startService(t);
  await ask(url + registerPath, "POST", { body: example });
  assert.equal((await ask(url + registerPath, "POST", { body: example })).status, 409);
});

test("a wrong password and an unknown address get the same answer", async (t) => {
  const { url } = await startService(t);
  await ask(url + registerPath, "POST", { body: example });
  const wrong = await ask(url + loginPath, "POST", { body: { ...example, password: "not this password" } });
  const unknown = await ask(url + loginPath, "POST", { body: { ...example, email: "nobody@example.org" } });
  assert.equal(wrong.status, 401);
  assert.equal(unknown.status, 401);
  assert.equal(wrong.body.detail, unknown.body.detail);
});
