import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, readConfig } from "../src/config.js";

const service = {
  port: 3000,
  required: ["STORE_URL"],
  optional: ["PARTNER_URL"],
  secret_files: ["STORE_PASSWORD_FILE"],
  connections: [
    { id: "store", variable: "STORE_URL", password_file: "STORE_PASSWORD_FILE" },
    { id: "partner", variable: "PARTNER_URL" },
  ],
};
const env = { STORE_URL: "postgresql://app@store:5432/store", STORE_PASSWORD_FILE: "/run/secrets/store-password", PORT: "8080" };

test("secrets come from files and go into the addresses of what they are for", () => {
  const config = readConfig(env, service, { readFile: () => "p@ss/word\n" });
  assert.equal(config.urls.store, "postgresql://app:p%40ss%2Fword@store:5432/store");
  assert.equal(config.port, 8080);
  assert.deepEqual(config.missing, ["PARTNER_URL"]);
  assert.equal(config.urls.partner, undefined);
});

test("everything that is wrong is said at once", () => {
  const wrong = { PORT: "x", LOG_LEVEL: "loud", STORE_PASSWORD_FILE: "/nowhere" };
  assert.throws(() => readConfig(wrong, service), (error) => error instanceof ConfigError && error.problems.length === 4);
});

test("how people sign in is read where they do", () => {
  const readSignIn = ({ env, secrets, problems }) => {
    problems.push("no key");
    return { url: env.STORE_URL, secrets };
  };
  assert.throws(() => readConfig(env, service, { readSignIn, readFile: () => "x" }), /no key/);
  assert.equal(readConfig(env, service, { readFile: () => "x" }).signIn, undefined);
});
