// What this frontend serves: its pages, at every path the gateways route to it.
import express from "express";
import { fileURLToPath } from "node:url";
import { facts } from "./facts.js";

export function createService() {
  const pages = express.static(fileURLToPath(new URL("../public", import.meta.url)));
  const paths = facts.base_paths.length > 0 ? facts.base_paths : ["/"];
  return { parts: [], routers: paths.map((path) => [path, pages]) };
}
