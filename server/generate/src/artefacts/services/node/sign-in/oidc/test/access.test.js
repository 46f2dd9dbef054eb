import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "express";
import { validate as isUuid } from "uuid";
import { createAccess, readSignIn } from "../src/http/access.js";
import { currentContext } from "../src/observe/context.js";
import { ada, bob, signIn, startProvider } from "./identity.js";
import { startApp } from "./support.js";

/** Somebody who asks a guarded path. */
async function start(t, provider, more = {}) {
  const access = createAccess({ ...signIn, issuer: provider?.issuer, ...more });
  const guarded = Router().get("/", access, (_req, res) => res.json({ subject: currentContext().subject }));
  const { url } = await startApp(t, { routers: [["/test", guarded]] });
  return async (token) => {
    const response = await fetch(`${url}/test`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
    return { status: response.status, challenge: response.headers.get("www-authenticate"), type: response.headers.get("content-type"), body: await response.json() };
  };
}
const now = () => Math.floor(Date.now() / 1000);

test("a token of the provider names a person, the same one each time", async (t) => {
  const provider = await startProvider();
  const ask = await start(t, provider);
  const [first, again, other] = [await ask(await provider.tokenOf(ada)), await ask(await provider.tokenOf(ada)), await ask(await provider.tokenOf(bob))];
  assert.ok(isUuid(first.body.subject));
  assert.equal(first.body.subject, again.body.subject);
  assert.notEqual(first.body.subject, other.body.subject);
  assert.deepEqual(provider.asked, { "/.well-known/openid-configuration": 1, "/keys": 1 });
});

test("clocks may differ a little", async (t) => {
  const provider = await startProvider();
  const ask = await start(t, provider);
  assert.equal((await ask(await provider.tokenOf(ada, { claims: { exp: now() - 10 } }))).status, 200);
  assert.equal((await ask(await provider.tokenOf(ada, { claims: { nbf: now() + 10 } }))).status, 200);
});

test("every other token is refused", async (t) => {
  const provider = await startProvider();
  const stranger = await startProvider();
  const ask = await start(t, provider);
  const secret = new TextEncoder().encode("a key that is long enough to be one");
  const bad = [
    "nonsense",
    await provider.tokenOf(ada, { claims: { exp: now() - 60 } }),
    await provider.tokenOf(ada, { claims: { exp: undefined } }),
    await provider.tokenOf(ada, { claims: { nbf: now() + 60 } }),
    await provider.tokenOf(ada, { claims: { aud: "others" } }),
    await provider.tokenOf(ada, { claims: { iss: "https://id.example.com" } }),
    await provider.tokenOf(undefined),
    await provider.tokenOf(ada, { key: stranger.keys[0].privateKey }),
    await provider.tokenOf(ada, { key: secret, alg: "HS256" }),
    await provider.tokenOf(ada, { kid: "unknown" }),
    // An unsigned one.
    `${Buffer.from('{"alg":"none"}').toString("base64url")}.${(await provider.tokenOf(ada)).split(".")[1]}.`,
  ];
  for (const token of bad) {
    const { status, challenge, type } = await ask(token);
    assert.deepEqual([status, challenge], [401, 'Bearer error="invalid_token"'], token);
    assert.match(type, /^application\/problem\+json/);
  }
  const { status, challenge } = await ask();
  assert.deepEqual([status, challenge], [401, "Bearer"]);
});

test("unknown keys do not send it to the provider each time", async (t) => {
  const provider = await startProvider();
  const ask = await start(t, provider);
  for (let n = 0; n < 5; n += 1) await ask(await provider.tokenOf(ada, { kid: `unknown-${n}` }));
  assert.equal(provider.asked["/keys"], 1);
});

test("a second key of the provider counts too", async (t) => {
  const provider = await startProvider();
  await provider.addKey("second");
  const ask = await start(t, provider);
  const [second, first] = provider.keys;
  assert.equal((await ask(await provider.tokenOf(ada, { kid: second.kid, key: second.privateKey }))).status, 200);
  assert.equal((await ask(await provider.tokenOf(ada, { kid: first.kid, key: first.privateKey }))).status, 200);
});

test("a token without the scope may not", async (t) => {
  const provider = await startProvider();
  const ask = await start(t, provider, { scope: "orders" });
  for (const claims of [{ scope: "openid orders" }, { scp: ["orders"] }]) {
    assert.equal((await ask(await provider.tokenOf(ada, { claims }))).status, 200);
  }
  const { status, challenge } = await ask(await provider.tokenOf(ada, { claims: { scope: "openid" } }));
  assert.deepEqual([status, challenge], [403, 'Bearer error="insufficient_scope", scope="orders"']);
});

test("a provider that is away, or another one, lets nobody in", async (t) => {
  const provider = await startProvider();
  const token = await provider.tokenOf(ada);
  provider.isUp = false;
  const ask = await start(t, provider);
  assert.equal((await ask(token)).status, 503);
  assert.equal((await ask(token)).status, 503);
  assert.deepEqual(provider.asked, { "/.well-known/openid-configuration": 1 });
  const liar = await startProvider({ issuer: "https://id.example.com" });
  assert.equal((await (await start(t, liar))(await liar.tokenOf(ada))).status, 503);
  const reader = await startProvider({ jwks_uri: "file:///etc/passwd" });
  assert.equal((await (await start(t, reader))(await reader.tokenOf(ada))).status, 503);
  const unset = await (await start(t))(token);
  assert.deepEqual([unset.status, unset.body.detail], [503, "Sign-in is not set up: OIDC_ISSUER is not set."]);
});

test("the configuration is checked at start", () => {
  const read = (env) => {
    const problems = [];
    return [readSignIn({ env, problems }), problems.length];
  };
  const good = { OIDC_ISSUER: "https://id.example.com/realms/shop", OIDC_AUDIENCE: "shop", OIDC_SCOPE: "" };
  assert.deepEqual(read(good), [{ issuer: good.OIDC_ISSUER, audience: "shop", scope: undefined }, 0]);
  assert.equal(read({ ...good, OIDC_ISSUER: "http://keycloak:8080/realms/shop" })[1], 0);
  for (const issuer of ["id.example.com", "http://id.example.com", "https://id.example.com/?a=b", "ftp://id"]) {
    assert.equal(read({ ...good, OIDC_ISSUER: issuer })[1], 1, issuer);
  }
  assert.equal(read({ OIDC_ISSUER: "nowhere", OIDC_SCOPE: 'two "words"' })[1], 3);
});
