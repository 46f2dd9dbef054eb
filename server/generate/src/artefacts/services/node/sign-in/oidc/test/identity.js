// A provider on this machine, and who signs in there, for tests.
import { createServer } from "node:http";
import { SignJWT, exportJWK, generateKeyPair } from "jose";
import { v5 as idOf } from "uuid";

const AUDIENCE = "tests";

/** `asked` counts what it was asked for, by path; `claim` changes what it says of itself. */
export async function startProvider(claim = {}) {
  const asked = {};
  const provider = { asked, isUp: true, keys: [] };
  const server = createServer((req, res) => {
    asked[req.url] = (asked[req.url] ?? 0) + 1;
    const answers = { "/.well-known/openid-configuration": { issuer: provider.issuer, jwks_uri: `${provider.issuer}/keys`, ...claim } };
    const answer = answers[req.url] ?? { keys: provider.keys.map(({ jwk }) => jwk) };
    res.writeHead(provider.isUp ? 200 : 500, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Tests end although it listens.
  server.unref();
  provider.issuer = `http://127.0.0.1:${server.address().port}`;
  provider.addKey = async (kid) => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    provider.keys.unshift({ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" } });
  };
  provider.tokenOf = (subject, { claims = {}, kid = provider.keys[0].kid, key = provider.keys[0].privateKey, alg = "ES256" } = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: provider.issuer, aud: AUDIENCE, sub: subject, iat: now, exp: now + 300, ...claims };
    return new SignJWT(JSON.parse(JSON.stringify(all))).setProtectedHeader({ alg, kid }).sign(key);
  };
  await provider.addKey("first");
  return provider;
}

const provider = await startProvider();
export const signIn = { issuer: provider.issuer, audience: AUDIENCE };
export const ada = "ada@example.org";
export const idOfPerson = (somebody) => idOf(`${provider.issuer} ${somebody}`, idOf.URL);
export const admins = [idOfPerson(ada)];
export const bob = "bob@example.org";

/** The headers of somebody's requests. */
export const signedInAs = async (somebody) => ({ authorization: `Bearer ${await provider.tokenOf(somebody)}` });
