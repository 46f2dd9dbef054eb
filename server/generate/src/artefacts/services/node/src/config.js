// Reads the configuration from the environment once, at start, and says everything that is wrong with it at the same time.
import { readFileSync } from "node:fs";

const LOG_LEVELS = ["debug", "info", "warn", "error"];

export class ConfigError extends Error {
  constructor(problems) {
    super(problems.join("; "));
    this.problems = problems;
  }
}

/**
 * `service` is service.json: it names the variables that this service needs. `readSignIn` reads how people sign in, where they do.
 */
export function readConfig(env, service, { readSignIn, readFile = (path) => readFileSync(path, "utf8") } = {}) {
  const problems = [];
  const wholeNumber = (name, fallback, low, high) => {
    const value = Number(env[name] ?? fallback);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    problems.push(`${name} must be a whole number from ${low} to ${high}`);
    return fallback;
  };
  const address = (variable) => {
    if (!env[variable]) return undefined;
    try {
      return new URL(env[variable]);
    } catch {
      problems.push(`${variable} is not a URL`);
      return undefined;
    }
  };

  for (const name of service.required) if (!env[name]) problems.push(`${name} is not set`);
  const secrets = {};
  for (const name of service.secret_files) {
    if (!env[name]) {
      problems.push(`${name} is not set`);
      continue;
    }
    try {
      secrets[name] = readFile(env[name]).trim();
    } catch (error) {
      problems.push(`${name} names a file that cannot be read (${error.code ?? error.message})`);
    }
  }
  const urls = {};
  for (const { id, variable, password_file: passwordFile } of service.connections) {
    const url = address(variable);
    if (!url) continue;
    if (passwordFile && secrets[passwordFile]) url.password = encodeURIComponent(secrets[passwordFile]);
    urls[id] = url.href;
  }
  const logLevel = env.LOG_LEVEL || "info";
  if (!LOG_LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}`);

  const config = {
    port: wholeNumber("PORT", service.port, 1, 65535),
    drainMs: wholeNumber("DRAIN_MS", 1000, 0, 60000),
    stopMs: wholeNumber("STOP_MS", 20000, 0, 600000),
    logLevel,
    migrateAtStart: env.MIGRATE_AT_START !== "false",
    tracesEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    admins: (env.ADMINS ?? "").split(/[\s,]+/).filter((id) => id !== ""),
    // Connection URLs with their passwords: hand them to a client, never to a log.
    urls,
    secrets,
    signIn: readSignIn?.({ env, secrets, problems }),
    missing: service.optional.filter((name) => !env[name]),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
