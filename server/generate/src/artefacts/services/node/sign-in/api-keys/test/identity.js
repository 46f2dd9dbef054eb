// Programs and their keys, for tests.
import { createHash } from "node:crypto";
import { v5 as idOf } from "uuid";

export const ada = "ada";
export const bob = "bob";
// Keys have their rights from whoever gives them out.
export const admins = [];
export const keyOf = (program) => `key-of-${program}`;
export const hashOf = (key) => createHash("sha256").update(key).digest();
export const signIn = { keys: [ada, bob].map((name) => ({ name, hash: hashOf(keyOf(name)), readsOnly: false })) };

export const idOfPerson = (program) => idOf(`urn:api-key:${program}`, idOf.URL);

/** The headers of a program's requests. */
export const signedInAs = async (program) => ({ "x-api-key": keyOf(program) });
