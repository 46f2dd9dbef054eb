// Asks a gateway as a hop in front of it does, and as somebody outside would. Stands in for the parts behind it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const configuration = readFileSync(process.argv[2], "utf8");
const port = Number(/listen (\d+);/.exec(configuration)[1]);
const OWN_POLICY = "script-src 'self' 'nonce-1'";

// Every part that the gateway leads to: says what it was told of the client. Pages have a policy of their own.
const behind = new Set([...configuration.matchAll(/proxy_pass http:\/\/[^:/]+:(\d+)/g)].map(([, at]) => Number(at)));
for (const at of behind) {
  http
    .createServer(async (request, response) => {
      if (request.url.includes("slow")) await pause(700);
      if (!request.url.startsWith("/api")) response.setHeader("content-security-policy", OWN_POLICY);
      response.end(JSON.stringify({ client: request.headers["x-forwarded-for"], scheme: request.headers["x-forwarded-proto"] }));
    })
    .listen(at, "127.0.0.1");
}

const agent = new http.Agent({ keepAlive: false, maxSockets: 500 });
function ask(path, headers, localAddress = "127.0.0.1") {
  return new Promise((resolve, reject) => {
    const host = localAddress === "127.0.0.1" ? "127.0.0.1" : "192.0.2.1";
    const request = http.request({ host, port, path, agent, headers, localAddress, method: "GET" }, (response) => {
      let text = "";
      response.on("data", (piece) => (text += piece));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    request.on("error", reject);
    request.end();
  });
}
const statuses = async (asked) => (await Promise.all(asked)).map(({ status }) => status);
const refused = (all) => all.filter((status) => status === 429).length;
const signIn = "/api/v1/users/login";

for (let tries = 0; ; tries += 1) {
  const up = await ask("/livez", {}).catch(() => undefined);
  if (up) break;
  assert.ok(tries < 100, "the gateway does not start");
  await pause(50);
}

// Many clients through one hop, each once: nobody takes another's share.
const each = Array.from({ length: 40 }, (_, n) => ask(signIn, { "x-forwarded-for": `198.51.100.${n + 1}` }));
assert.equal(refused(await statuses(each)), 0, "clients share one limit");
const pages = Array.from({ length: 150 }, (_, n) => ask("/slow", { "x-forwarded-for": `198.51.100.${n + 1}` }));
assert.equal(refused(await statuses(pages)), 0, "clients share one limit of connections");

// One client has one share, whatever stands before its address and whatever it says from outside.
const chained = Array.from({ length: 40 }, (_, n) => ask(signIn, { "x-forwarded-for": `10.0.0.${n + 1}, 203.0.113.${n + 1}, 198.51.100.200` }));
assert.ok(refused(await statuses(chained)) >= 20, "a client takes the share of others through the hop");
const outside = Array.from({ length: 40 }, (_, n) => ask(signIn, { "x-forwarded-for": `203.0.113.${n + 1}` }, "192.0.2.1"));
assert.ok(refused(await statuses(outside)) >= 20, "a client outside says who it is");

// What is passed on.
const told = async (headers, from) => JSON.parse((await ask("/about", headers, from)).text);
assert.deepEqual(await told({ "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https" }), { client: "198.51.100.7", scheme: "https" });
assert.deepEqual(await told({ "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "gopher" }), { client: "198.51.100.7", scheme: "http" });
assert.deepEqual(await told({ "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https" }, "192.0.2.1"), { client: "192.0.2.1", scheme: "http" });

// Pages have their own policy and no second one, which would forbid their scripts; interfaces have that of the gateway.
assert.equal((await ask("/", {})).headers["content-security-policy"], OWN_POLICY);
const strict = (await ask("/api/v1/users", { "x-forwarded-for": "198.51.100.9" })).headers["content-security-policy"];
assert.match(strict, /^default-src '/);
process.exit(0);
