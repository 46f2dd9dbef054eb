// node boot.mjs GROUNDPLAN FOLDER [--standins]: writes the bundles of two starters, starts their unchanged compose files with Docker, and
// uses the running systems as people and operators do. Needs Docker with Compose 2.24 or newer. Images come from their registries, or
// with --standins from standins/build.sh.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const [groundplan, out, images] = process.argv.slice(2);
const PATIENCE_MS = 120_000;
const say = (text) => console.log(`boot: ${text}`);

/** Ports of this machine that nobody listens at. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** A bundle in its folder, and the commands its reader has. */
class System {
  constructor(starter) {
    this.folder = join(out, starter.split('/').pop().replace('.yaml', ''));
    rmSync(this.folder, { recursive: true, force: true });
    execFileSync(groundplan, ['generate', starter, '-o', this.folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  run(program, ...args) {
    const done = spawnSync(program, args, { cwd: this.folder, env: { ...process.env, ...this.ports }, encoding: 'utf8', maxBuffer: 1 << 26 });
    assert.equal(done.status, 0, `${program} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
    return done.stdout;
  }
  /** As in production; `docker compose` without a file adds the one for development. */
  compose(...args) {
    return this.run('docker', 'compose', '-f', 'compose.yaml', ...args);
  }
  /** Gives every port that `.env` can move a free one: the usual ones may be in use. */
  async findPorts() {
    const moved = [...readFileSync(join(this.folder, '.env.example'), 'utf8').matchAll(/^(\w+)=(\d+)$/gm)].filter(([, name]) => /_PORT/.test(name));
    const free = await freePorts(moved.length);
    this.ports = Object.fromEntries(moved.map(([, name], i) => [name, free[i]]));
    this.gateway = `http://127.0.0.1:${free[moved.findIndex(([, , port]) => port === '8080')]}`;
  }
  secret(name) {
    return readFileSync(join(this.folder, 'secrets', name), 'utf8').trim();
  }
  /** Gives the stand-in images the tags that this bundle names: `prom/prometheus:v3` is a stage called prometheus. */
  standIn() {
    const made = new Set(this.run('docker', 'images', '--format', '{{.Repository}}', '--filter', 'label=standin').split('\n'));
    const dockerfiles = readdirSync(join(this.folder, 'services')).map((part) => join('services', part, 'Dockerfile'));
    for (const file of ['compose.yaml', ...dockerfiles].map((path) => join(this.folder, path)).filter((path) => existsSync(path))) {
      for (const [, image] of readFileSync(file, 'utf8').matchAll(/^(?:FROM|    image:) (\S+)/gm)) {
        const stage = `standin/${image.split(':')[0].split('/').pop()}`;
        if (made.has(stage)) this.run('docker', 'tag', stage, image);
      }
    }
  }
  /** The images are built by the file for development, which is left out of what starts: it opens stores to tools. */
  start() {
    if (images === '--standins') this.standIn();
    this.run('sh', 'scripts/init-secrets.sh');
    this.run('docker', 'compose', 'build', '--quiet');
    this.compose('up', '--wait', '--wait-timeout', '300');
  }
  /** As its README says, with the file for development. */
  develop() {
    this.run('docker', 'compose', 'up', '--build', '--wait', '--wait-timeout', '300');
  }
  stop() {
    spawnSync('docker', ['compose', 'down', '-v', '-t', '1'], { cwd: this.folder });
  }
  containers() {
    return this.run('docker', 'compose', 'ps', '-q').trim().split('\n').map((id) => JSON.parse(this.run('docker', 'inspect', id))[0]);
  }
  /** Waits until the logs of a part have a line with all these words. */
  async logged(part, ...words) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(1_000)) {
      if (this.compose('logs', '--no-color', part).split('\n').some((line) => words.every((word) => line.includes(word)))) return;
    }
    assert.fail(`${part} never logged ${words.join(', ')}`);
  }
  /** No part runs as root or writes into its image, and only the gateway can be reached from outside. */
  guarded() {
    for (const { Name, Config, HostConfig } of this.containers()) {
      assert.ok(!['', '0', 'root'].includes(Config.User), `${Name} runs as root`);
      assert.ok(HostConfig.ReadonlyRootfs, `${Name} can write into its image`);
      assert.deepEqual(HostConfig.CapDrop, ['ALL'], `${Name} keeps capabilities`);
      assert.equal(Object.keys(HostConfig.PortBindings ?? {}).length > 0, /api-gateway/.test(Name), `${Name} listens on the host`);
    }
  }
  /** In development stores are open to tools, on this machine only. */
  guardedFromOthers() {
    for (const { Name, HostConfig } of this.containers()) {
      const open = Object.values(HostConfig.PortBindings ?? {}).flat().filter(({ HostIp }) => HostIp !== '127.0.0.1');
      assert.equal(open.length > 0, /api-gateway/.test(Name), `${Name} can be reached from other machines`);
    }
  }
}

/** A request through the gateway: status, body, and how long it took. */
async function ask(system, method, path, { token, id, body } = {}) {
  const began = Date.now();
  const answer = await fetch(system.gateway + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...(id && { 'x-correlation-id': id }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: text && JSON.parse(text), ms: Date.now() - began };
}

const correlation = () => randomUUID().replaceAll('-', '');

/** Asks until the answer has this status: a part that comes back needs a moment. */
async function eventually(system, status, ...request) {
  for (const end = Date.now() + PATIENCE_MS; ; await wait(1_000)) {
    const answer = await ask(system, ...request);
    if (answer.status === status) return answer;
    assert.ok(Date.now() < end, `${request[1]} still answers ${answer.status}`);
  }
}

async function shop(system) {
  const account = { email: 'ada@example.org', password: 'correct horse battery' };
  assert.equal((await ask(system, 'POST', '/api/v1/users/register', { body: account })).status, 201);
  const token = (await ask(system, 'POST', '/api/v1/users/login', { body: account })).body.access_token;
  const body = { currency: 'EUR', customer_id: '01890a5d-ac96-774b-bcce-b302099a8057' };
  const stranger = await ask(system, 'POST', '/api/v1/orders', { body });
  assert.deepEqual([stranger.status, stranger.type.split(';')[0]], [401, 'application/problem+json']);

  const id = correlation();
  assert.equal((await ask(system, 'POST', '/api/v1/orders', { token, id, body })).status, 201);
  await system.logged('notification-service', id, 'order.created', 'event handled');
  for (const part of ['api-gateway', 'order-service', 'product-service', 'payment-service']) await system.logged(part, id);
  say('an order went through five parts under one correlation id');

  system.compose('stop', '-t', '1', 'product-service');
  const refused = await ask(system, 'POST', '/api/v1/orders', { token, body });
  assert.deepEqual([refused.status, refused.type.split(';')[0]], [503, 'application/problem+json']);
  assert.ok(refused.ms < 5_000, `it took ${refused.ms} ms to say no`);
  system.compose('start', 'product-service');
  await eventually(system, 201, 'POST', '/api/v1/orders', { token, body });
  say(`with a part stopped it said no in ${refused.ms} ms, and recovered`);

  system.compose('stop', '-t', '1', 'rabbitmq');
  const kept = correlation();
  assert.equal((await ask(system, 'POST', '/api/v1/orders', { token, id: kept, body })).status, 201);
  system.compose('start', 'rabbitmq');
  await system.logged('notification-service', kept, 'order.created', 'event handled');
  say('an event outlived the broker');
}

async function restaurant(system) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: '01890a5d-ac96-774b-bcce-b302099a8057', iss: 'bella-italia', aud: 'bella-italia', iat: now, exp: now + 600 };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  const token = `${signed}.${createHmac('sha256', system.secret('jwt-key')).update(signed).digest('base64url')}`;
  const id = correlation();
  const body = { caller: '+39 02 555', outcome: 'booked', seconds: 30 };
  assert.equal((await ask(system, 'POST', '/voice/calls', { token, id, body })).status, 201);
  // The two events of the part in Python exclude each other, so that neither is announced before somebody writes what tells them apart.
  await system.logged('backend', id, '/internal/check-availability');
  say('a call in Python asked Node under one correlation id');

  system.compose('--profile', 'observability', 'up', '-d', '--wait', 'prometheus', 'alertmanager');
  const targets = () => JSON.parse(system.compose('exec', '-T', 'prometheus', 'wget', '-qO-', 'http://127.0.0.1:9090/api/v1/targets')).data.activeTargets;
  const watched = ['backend', 'frontend', 'voice-service'];
  const up = () => new Set(targets().filter(({ health }) => health === 'up').map(({ labels }) => labels.job));
  for (const end = Date.now() + PATIENCE_MS; !watched.every((job) => up().has(job)); await wait(2_000)) {
    assert.ok(Date.now() < end, `not scraped: ${JSON.stringify(targets())}`);
  }
  say(`metrics of ${targets().length} targets are scraped`);
}

const root = join(import.meta.dirname, '../..');
for (const [name, use] of [['e-commerce', shop], ['bella-italia', restaurant]]) {
  const system = new System(join(root, `app/domain/src/starters/${name}.yaml`));
  await system.findPorts();
  try {
    const began = Date.now();
    say(`${name}: building and starting`);
    system.start();
    say(`${name}: every part is healthy after ${((Date.now() - began) / 1_000).toFixed(0)} s`);
    system.guarded();
    await use(system);
    system.stop();
    system.develop();
    system.guardedFromOthers();
    say(`${name}: starts for development too`);
  } finally {
    system.stop();
  }
}
say('both systems do what they promise');
