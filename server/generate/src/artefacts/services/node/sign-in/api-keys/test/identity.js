// Programs and their keys, for tests.
import { createHash } from "node:crypto";

export const ada = "ada";
export const bob = "bob";
export const keyOf = (program) => `key-of-${program}`;
export const hashOf = (key) => createHash("sha256").update(key).digest();
export const signIn = { keys: [ada, bob].map((name) => ({ name, hash: hashOf(keyOf(name)), readsOnly: false })) };

/** The headers of a program's requests. */
export const signedInAs = async (program) => ({ "x-api-key": keyOf(program) });
