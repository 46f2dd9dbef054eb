import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "express";
import { validate as isUuid } from "uuid";
import { createAccess, readSignIn } from "../src/http/access.js";
import { currentContext } from "../src/observe/context.js";
import { ada, bob, hashOf, keyOf, signIn } from "./identity.js";
import { startApp } from "./support.js";

const reader = { name: "reader", hash: hashOf(keyOf("reader")), readsOnly: true };
const guarded = Router().all("/", createAccess({ keys: [...signIn.keys, reader] }), (_req, res) => res.json({ subject: currentContext().subject }));

async function start(t) {
  const { url, lines } = await startApp(t, { routers: [["/test", guarded]] });
  const ask = async (key, method = "POST") => {
    const response = await fetch(`${url}/test`, { method, headers: key ? { "x-api-key": key } : {} });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { ask, lines };
}

test("a key names its program, in the log too, and is never logged itself", async (t) => {
  const { ask, lines } = await start(t);
  const [first, again, other] = [await ask(keyOf(ada)), await ask(keyOf(ada)), await ask(keyOf(bob))];
  assert.ok(isUuid(first.body.subject));
  assert.equal(first.body.subject, again.body.subject);
  assert.notEqual(first.body.subject, other.body.subject);
  const requests = lines.filter(({ message }) => message === "request");
  assert.deepEqual(requests.map(({ caller }) => caller), [ada, ada, bob]);
  assert.ok(!JSON.stringify(lines).includes(keyOf(ada)));
});

test("no key, another key, and a hash in the place of its key are refused", async (t) => {
  const { ask } = await start(t);
  for (const key of [undefined, "nonsense", keyOf(ada).slice(0, -1), hashOf(keyOf(ada)).toString("hex")]) {
    const { status, headers, body } = await ask(key);
    assert.deepEqual([status, headers.get("www-authenticate"), body.status], [401, "ApiKey", 401], key);
    assert.match(headers.get("content-type"), /^application\/problem\+json/);
  }
});

test("a key that may only read changes nothing", async (t) => {
  const { ask } = await start(t);
  assert.equal((await ask(keyOf("reader"), "GET")).status, 200);
  const { status, body } = await ask(keyOf("reader"), "DELETE");
  assert.deepEqual([status, body.detail], [403, "This key may only read."]);
});

test("the file of keys is checked at start", () => {
  const read = (text) => {
    const problems = [];
    return [readSignIn({ secrets: { API_KEYS_FILE: text }, problems }).keys, problems];
  };
  const hash = hashOf("k").toString("hex");
  const [keys, none] = read(`# Partners\n\nshop:${hash}\nshop:${hash.replace(/^./, "0")}\nlooker:${hash}:read\n`);
  assert.deepEqual(none, []);
  assert.deepEqual(keys.map(({ name, readsOnly }) => [name, readsOnly]), [["shop", false], ["shop", false], ["looker", true]]);
  for (const wrong of ["", "# nobody", "shop", "shop:", `shop:${hash}:write`, `Shop Ltd:${hash}`, `shop:${hash.slice(1)}`]) {
    assert.notEqual(read(wrong)[1].length, 0, wrong);
  }
  assert.match(read(`shop:${hash}\nshop`)[1][0], /line 2/);
});
