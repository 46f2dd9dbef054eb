// Reads the configuration from the environment once, at start, and says everything that is wrong with it at the same time.
import { readFileSync } from "node:fs";

export class ConfigError extends Error {
  constructor(problems) {
    super(problems.join("; "));
    this.problems = problems;
  }
}

export function readConfig(env, service, readFile = (path) => readFileSync(path, "utf8")) {
  const problems = [];
  const wholeNumber = (name, fallback, low, high) => {
    const text = env[name] ?? String(fallback);
    const value = Number(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    problems.push(`${name} must be a whole number from ${low} to ${high}`);
    return fallback;
  };
  const secret = (name) => {
    try {
      return readFile(env[name]).trim();
    } catch (error) {
      problems.push(`${name} names a file that cannot be read (${error.code ?? error.message})`);
      return "";
    }
  };

  for (const name of service.required) if (!env[name]) problems.push(`${name} is not set`);
  const secrets = {};
  for (const name of service.secret_files) if (env[name]) secrets[name] = secret(name);
  const dependencies = [];
  for (const { id, variable, password_file } of service.dependencies) {
    if (!env[variable]) continue;
    try {
      const url = new URL(env[variable]);
      if (password_file && secrets[password_file]) url.password = encodeURIComponent(secrets[password_file]);
      dependencies.push({ id, url });
    } catch {
      problems.push(`${variable} is not a URL`);
    }
  }
  const logLevel = env.LOG_LEVEL || "info";
  if (!["debug", "info", "warn", "error"].includes(logLevel)) problems.push("LOG_LEVEL must be debug, info, warn or error");
  const config = {
    port: wholeNumber("PORT", service.port, 1, 65535),
    drainMs: wholeNumber("DRAIN_MS", 1000, 0, 60000),
    stopMs: wholeNumber("STOP_MS", 20000, 0, 600000),
    logLevel,
    // Connection URLs with their passwords: hand them to a client, never to a log.
    dependencies,
    secrets,
    missing: service.optional.filter((name) => !env[name]),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
