// One JSON object a line on standard output. Takes no secrets: callers pass fields by name.
const LEVELS = ["debug", "info", "warn", "error"];

export function createLog(service, level, write = (line) => process.stdout.write(line)) {
  const at = (name) =>
    LEVELS.indexOf(name) < LEVELS.indexOf(level)
      ? () => {}
      : (message, fields = {}) =>
          write(`${JSON.stringify({ time: new Date().toISOString(), level: name, service, message, ...fields })}\n`);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
