// What this frontend serves: its pages, at every path the gateways route to it.
import express from "express";
import { fileURLToPath } from "node:url";
import { facts } from "./facts.js";

// What these pages may load: their own files. Change it here with what the pages need, or let a framework say it with a nonce for each
// answer; the gateway passes it on.
const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

export function createService() {
  const setHeaders = (res) => res.set("content-security-policy", POLICY);
  const pages = express.static(fileURLToPath(new URL("../public", import.meta.url)), { setHeaders });
  const paths = facts.base_paths.length > 0 ? facts.base_paths : ["/"];
  return { parts: [], routers: paths.map((path) => [path, pages]) };
}
