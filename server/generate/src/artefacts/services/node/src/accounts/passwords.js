// Passwords are kept as scrypt hashes, each with its own salt and with the parameters it was made with.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(scrypt);
// OWASP's recommendation for scrypt: N = 2^17, r = 8, p = 1, which takes 128 MiB; this is its lighter equal, with p = 5.
const COST = { N: 2 ** 14, r: 8, p: 5 };
const BYTES = 32;

export async function hashPassword(password) {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize("NFKC"), salt, BYTES, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

export async function isPassword(password, kept) {
  const [, N, r, p, salt, hash] = kept.split("$");
  const expected = Buffer.from(hash, "base64url");
  const found = await derive(password.normalize("NFKC"), Buffer.from(salt, "base64url"), expected.length, { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(found, expected);
}
