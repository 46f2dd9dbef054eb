// Who is asking: checks the bearer token of a request and remembers whom it names.
import { jwtVerify } from "jose";
import { currentContext } from "../observe/context.js";
import { Problem } from "./problem.js";

const CHALLENGE = { "www-authenticate": "Bearer" };

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
    Object.assign(currentContext(), { subject: claims.sub, authorization: `Bearer ${token}` });
    next();
  };
}

function cookie(req, name) {
  const pairs = (req.get("cookie") ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([key]) => key === name)?.[1];
}
