// Who signs in, for tests.
import { SignJWT } from "jose";

export const signIn = { key: "a key for tests that is long enough", issuer: "tests", audience: "tests" };
export const ada = "01890a5d-ac96-774b-bcce-b302099a8057";
export const admins = [ada];
export const bob = "01890a5d-ac96-774b-bcce-b302099a8058";

export function tokenOf(subject, { key = signIn.key, expires = "5m", audience = signIn.audience } = {}) {
  const jwt = new SignJWT().setProtectedHeader({ alg: "HS256" }).setSubject(subject).setIssuer(signIn.issuer).setAudience(audience);
  return jwt.setExpirationTime(expires).sign(new TextEncoder().encode(key));
}

export const idOfPerson = (somebody) => somebody;

/** The headers of somebody's requests. */
export const signedInAs = async (somebody) => ({ authorization: `Bearer ${await tokenOf(somebody)}` });
