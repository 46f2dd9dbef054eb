// Who is asking: checks the bearer token of a request and remembers whom it names.
import { jwtVerify } from "jose";
import { currentContext } from "../observe/context.js";
import { Problem } from "./problem.js";

const CHALLENGE = { "www-authenticate": "Bearer" };
const SHORTEST_KEY = 32;

/** Whose tokens count, from the environment. What is wrong goes to `problems`. */
export function readSignIn({ env, secrets, problems }) {
  const key = secrets.JWT_KEY_FILE;
  if (key !== undefined && key.length < SHORTEST_KEY) problems.push(`JWT_KEY_FILE must hold at least ${SHORTEST_KEY} characters`);
  return { key, issuer: env.JWT_ISSUER, audience: env.JWT_AUDIENCE };
}

/** Middleware that lets only signed-in people through. `signIn` has the key, the issuer and the audience of tokens. */
export function createAccess({ key, issuer, audience }) {
  const secret = new TextEncoder().encode(key);
  return async function signedIn(req, _res, next) {
    const token = /^Bearer (.+)$/i.exec(req.get("authorization") ?? "")?.[1] ?? cookie(req, "session");
    if (!token) throw new Problem(401, "Sign in first.", { headers: CHALLENGE });
    let claims;
    try {
      ({ payload: claims } = await jwtVerify(token, secret, { issuer, audience, algorithms: ["HS256"], requiredClaims: ["sub", "exp"] }));
    } catch {
      throw new Problem(401, "The token is not valid or has run out.", { headers: CHALLENGE });
    }
    Object.assign(currentContext(), { subject: claims.sub, credentials: { authorization: `Bearer ${token}` } });
    next();
  };
}

function cookie(req, name) {
  const pairs = (req.get("cookie") ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([key]) => key === name)?.[1];
}
