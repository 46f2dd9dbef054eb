// A browser for one journey: waits for hydration, watches the console, keeps a picture of a failure. Knows no page of the product.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PROGRAMS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Starts the installed Chromium with a fresh profile. */
export async function launch() {
  const executablePath = PROGRAMS.find((path) => path && existsSync(path));
  assert.ok(executablePath, 'no Chromium: `make setup-tests` installs it, or set CHROMIUM to its path');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** One person at one browser window. */
export class Visitor {
  /** Opens a window. `options` are those of a Playwright browser context. */
  static async arrive(browser, base, options = {}) {
    const context = await browser.newContext({ baseURL: base, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    return new Visitor(base, context, page, options.javaScriptEnabled !== false);
  }

  /** Another tab of the same browser. */
  async another() {
    return this.at(await this.context.newPage());
  }

  /** The same person at a tab that is open. */
  at(page) {
    return new Visitor(this.base, this.context, page, this.hydrates);
  }

  constructor(base, context, page, hydrates) {
    Object.assign(this, { base, context, page, hydrates, complaints: [] });
    page.setDefaultTimeout(20_000);
    const complain = (what) => this.complaints.push(`${new URL(page.url(), base).pathname}: ${what}`);
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complain(`console ${message.type()}: ${message.text().split('\n')[0]}`));
    page.on('pageerror', (error) => complain(`uncaught: ${error.message}`));
    page.on('response', (response) => response.status() >= 500 && complain(`${response.status()} for ${response.url()}`));
  }

  /** Opens an address and waits until the page is alive. */
  async open(path) {
    const response = await this.page.goto(path, { waitUntil: 'load' });
    await this.alive();
    return response;
  }

  /** Waits for hydration: before it, a click does nothing. */
  async alive() {
    if (this.hydrates) await this.page.waitForSelector('html[data-hydrated]', { state: 'attached' });
  }

  /** Makes a project from a starter and returns its id. */
  async projectFrom(starter) {
    const response = await this.context.request.post(`${this.base}/api/v1/projects`, { data: { starter }, headers: { origin: this.base } });
    assert.equal(response.status(), 201, `POST /api/v1/projects: ${response.status()} ${await response.text()}`);
    return (await response.json()).id;
  }

  /** Waits until everything that was done is stored. */
  async saved() {
    await this.page.getByRole('status').filter({ hasText: /^\s*Saved/ }).first().waitFor();
  }

  /** Ends the visit; a page that complained fails it. */
  async leave() {
    await this.context.close();
    assert.deepEqual(this.complaints, [], 'the browser complained');
  }
}
