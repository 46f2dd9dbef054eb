// Who is asking: checks the bearer token of a request, which an OpenID Connect provider has issued, and remembers whom it names.
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { v5 as idOf } from "uuid";
import { currentContext } from "../observe/context.js";
import { Problem } from "./problem.js";

// Signatures that only the holder of a private key can make. What the header of a token says must be one of them.
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];
const CLOCK_SKEW_SECONDS = 30;
const TIMEOUT_MS = 3_000;
const KEEP_KEYS_MS = 600_000;
// An unknown key is looked for at the provider at most this often, whoever sends what.
const PAUSE_MS = 30_000;
// A provider that is away is not asked again by every request.
const PAUSE_AFTER_FAILURE_MS = 2_000;
// The token's fault; every other error while a key is looked for is the provider's.
const OF_TOKEN = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

/** Whose tokens count, from the environment. What is wrong goes to `problems`. */
export function readSignIn({ env, problems }) {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_SCOPE: scope } = env;
  if (issuer && !isAddress(issuer)) {
    problems.push("OIDC_ISSUER must be an https address without query and fragment (http only for a host on this network)");
  }
  if (!audience) problems.push("OIDC_AUDIENCE is not set");
  if (scope && !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) problems.push("OIDC_SCOPE must be one scope");
  return { issuer: issuer || undefined, audience, scope: scope || undefined };
}

/** Encrypted, unless it goes to a name that only the own network has. */
function isAddress(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const isNear = hostname === "127.0.0.1" || !hostname.includes(".");
  return (protocol === "https:" || (protocol === "http:" && isNear)) && !search && !hash;
}

/** Middleware that lets only signed-in people through. Without an issuer nobody gets in. */
export function createAccess({ issuer, audience, scope }) {
  const findKey = issuer && createKeys(issuer);
  const rules = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_SKEW_SECONDS, requiredClaims: ["sub", "exp"] };
  return async function signedIn(req, _res, next) {
    const token = /^Bearer (.+)$/i.exec(req.get("authorization") ?? "")?.[1];
    if (!token) throw new Problem(401, "Sign in first.", { headers: { "www-authenticate": "Bearer" } });
    if (!findKey) throw new Problem(503, "Sign-in is not set up: OIDC_ISSUER is not set.");
    let claims;
    try {
      ({ payload: claims } = await jwtVerify(token, findKey, rules));
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new Problem(401, "The token is not valid or has run out.", { headers: { "www-authenticate": 'Bearer error="invalid_token"' } });
    }
    if (scope && !scopesOf(claims).includes(scope)) {
      const challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
      throw new Problem(403, `The token does not hold the scope “${scope}”.`, { headers: { "www-authenticate": challenge } });
    }
    // Subjects are unique at their provider only, and need not be UUIDs: the id of a person here follows from both.
    const subject = idOf(`${issuer} ${claims.sub}`, idOf.URL);
    Object.assign(currentContext(), { subject, credentials: { authorization: `Bearer ${token}` } });
    next();
  };
}

function scopesOf({ scope, scp }) {
  const given = scope ?? scp ?? [];
  return Array.isArray(given) ? given : String(given).split(" ");
}

/** Finds the key of a token: asks the provider where its keys are at the first one, then keeps and renews them. */
function createKeys(issuer) {
  let pending;
  const keys = () => {
    pending ??= discover(issuer).catch((error) => {
      setTimeout(() => (pending = undefined), PAUSE_AFTER_FAILURE_MS).unref();
      throw error;
    });
    return pending;
  };
  return async (header, token) => {
    try {
      return await (await keys())(header, token);
    } catch (error) {
      if (OF_TOKEN.some((kind) => error instanceof kind)) throw error;
      throw new Problem(503, "The identity provider does not answer. Try again.", { headers: { "retry-after": "5" }, cause: error });
    }
  };
}

async function discover(issuer) {
  const response = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
    headers: { accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the provider answered ${response.status}`);
  const found = await response.json();
  if (found.issuer !== issuer) throw new Error(`the provider calls itself ${found.issuer}`);
  if (!isAddress(found.jwks_uri)) throw new Error("the provider does not say where its keys are");
  return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: TIMEOUT_MS, cacheMaxAge: KEEP_KEYS_MS, cooldownDuration: PAUSE_MS });
}
