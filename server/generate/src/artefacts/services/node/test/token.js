// Tokens for tests.
import { SignJWT } from "jose";
import { signIn } from "./support.js";

export function tokenOf(subject, { key = signIn.key, expires = "5m", audience = signIn.audience } = {}) {
  const jwt = new SignJWT().setProtectedHeader({ alg: "HS256" }).setSubject(subject).setIssuer(signIn.issuer).setAudience(audience);
  return jwt.setExpirationTime(expires).sign(new TextEncoder().encode(key));
}
