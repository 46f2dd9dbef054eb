// Registration and login.
import { Router } from "express";
import { SignJWT } from "jose";
import { schemas } from "../contract.js";
import { Problem } from "../http/problem.js";
import { body } from "../http/validate.js";
import { currentContext } from "../observe/context.js";
import { hashPassword, isPassword } from "./passwords.js";

const TOKEN_SECONDS = 3_600;

/** `announce` makes the events that report a new account. */
export function accountRoutes({ credentials, signIn, signedIn, sessions = false, announce = () => [] }) {
  const router = Router();
  const key = new TextEncoder().encode(signIn.key);
  // Checked when there is no such account, so that the time of the answer does not tell.
  const nobody = hashPassword("nobody has this password");

  router.post("/register", body(schemas.Credentials), async (req, res) => {
    const email = req.body.email.toLowerCase();
    const account = await credentials.create({ email, passwordHash: await hashPassword(req.body.password), announce });
    res.status(201).json({ id: account.id, email: account.email });
  });

  router.post("/login", body(schemas.Credentials), async (req, res) => {
    const account = await credentials.findByEmail(req.body.email.toLowerCase());
    const isRight = await isPassword(req.body.password, account?.password_hash ?? (await nobody));
    if (!account || !isRight) throw new Problem(401, "The email address or the password is wrong.");
    const token = await new SignJWT()
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(account.id)
      .setIssuer(signIn.issuer)
      .setAudience(signIn.audience)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_SECONDS}s`)
      .sign(key);
    if (sessions) res.cookie("session", token, { httpOnly: true, secure: true, sameSite: "lax", maxAge: TOKEN_SECONDS * 1000 });
    res.set("cache-control", "no-store").json({ access_token: token, token_type: "Bearer", expires_in: TOKEN_SECONDS });
  });

  router.get("/me", signedIn, async (_req, res) => {
    const account = await credentials.find(currentContext().subject);
    if (!account) throw new Problem(401, "This account is no more.");
    res.json({ id: account.id, email: account.email });
  });
  return router;
}
