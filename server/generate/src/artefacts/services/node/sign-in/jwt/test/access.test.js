import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "express";
import { createAccess, readSignIn } from "../src/http/access.js";
import { currentContext } from "../src/observe/context.js";
import { ada, signIn, tokenOf } from "./identity.js";
import { startApp } from "./support.js";

const guarded = Router().get("/", createAccess(signIn), (_req, res) => res.json({ subject: currentContext().subject }));

test("a valid token names its subject; anything else is refused", async (t) => {
  const { url } = await startApp(t, { routers: [["/test", guarded]] });
  const get = (authorization) => fetch(`${url}/test`, { headers: authorization ? { authorization } : {} });
  const good = await get(`Bearer ${await tokenOf(ada)}`);
  assert.deepEqual(await good.json(), { subject: ada });
  const bad = [
    undefined,
    "Bearer nonsense",
    `Bearer ${await tokenOf(ada, { key: "another key that is long enough to be one" })}`,
    `Bearer ${await tokenOf(ada, { expires: "-1m" })}`,
    `Bearer ${await tokenOf(ada, { audience: "others" })}`,
  ];
  for (const authorization of bad) {
    const response = await get(authorization);
    assert.equal(response.status, 401, authorization);
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
    await response.text();
  }
});

test("a short key is refused at start", () => {
  const problems = [];
  readSignIn({ env: {}, secrets: { JWT_KEY_FILE: "short" }, problems });
  assert.match(problems[0], /at least 32/);
});
