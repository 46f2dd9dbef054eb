// What is not saved when its page ends is saved by the next page that has the design open, once and whole; a page that lives keeps its own,
// however long it waits and whether its tab was duplicated; and two tabs that make the first designs of a browser have one owner.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';
import { part } from '../studio.mjs';

const EDITS = '**/api/v1/projects/*/edits';
const about = (page) => page.getByRole('textbox', { name: 'Responsible for' });
const status = (page, text) => page.getByRole('status').filter({ hasText: text }).first().waitFor();
const isKept = (page, count) =>
  page.waitForFunction(
    (count) => Object.keys(localStorage).filter((key) => key.startsWith('queue:')).length === count,
    count,
  );

const openStudio = async (visitor, id) => {
  await visitor.open(`/p/${id}/studio`);
  await part(visitor.page, 'order-service').waitFor();
};
const addService = async ({ page }) => {
  await part(page, 'order-service').focus();
  await page.keyboard.press('s');
  await page.keyboard.press('Enter');
};
const design = async ({ base, context }, id) => (await (await context.request.get(`${base}/api/v1/projects/${id}`)).json()).design;
const added = async (visitor, id) => Object.keys((await design(visitor, id)).elements).filter((name) => /^service/.test(name)).length;
/** A tab as the browser duplicates it: with what the first has in its sessionStorage. */
const duplicated = async (visitor, id) => {
  const opened = visitor.context.waitForEvent('page');
  await visitor.page.evaluate((address) => void window.open(address), `/p/${id}/studio`);
  const twin = visitor.at(await opened);
  await twin.alive();
  await part(twin.page, 'order-service').waitFor();
  return twin;
};
/** The server has no time for this page's saves. */
const refuse = (page, seconds) =>
  page.route(EDITS, (route) =>
    route.fulfill({
      status: 429,
      headers: { 'retry-after': String(seconds) },
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: '/problems/too-many', title: 'Too many', status: 429, detail: 'Busy.' }),
    }),
  );
const tryNow = async (page) => {
  await page.unroute(EDITS);
  await page.getByRole('button', { name: 'Try now' }).click();
};

async function closedAtOnce(arrive, how) {
  const first = await arrive();
  const id = await first.projectFrom(STARTER);
  await openStudio(first, id);
  await first.page.route(EDITS, () => {}); // It never arrives.
  const sent = first.page.waitForRequest(EDITS);
  await addService(first);
  await isKept(first.page, 1);
  if (how === 'by the version before') {
    await sent; // From here on the page does not keep it anew.
    await first.page.evaluate(() => {
      const [key] = Object.keys(localStorage).filter((key) => key.startsWith('queue:'));
      const { queue, clashes } = JSON.parse(localStorage[key]);
      localStorage.removeItem(key);
      localStorage[`${key.split(':').slice(0, 2).join(':')}:older`] = JSON.stringify({ touched_ms: Date.now() - 120_000, queue, clashes });
    });
  }
  sent.catch(() => {}); // The page may be closed before.
  const next = await first.another();
  if (how === 'with another tab open') {
    await openStudio(next, id);
    await next.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
    assert.equal(await part(next.page, 'service').count(), 0, 'the first lives');
    await first.page.close();
  } else {
    await first.page.close();
    await openStudio(next, id);
  }
  await part(next.page, 'service').waitFor({ timeout: 60_000 }); // A tab that stays open gives the other time to load again.
  await isKept(next.page, 0);
  await next.saved();
  assert.equal(await added(next, id), 1, how);
  await next.leave();
}

async function bothOfADuplicateAreClosed(arrive) {
  const first = await arrive();
  const id = await first.projectFrom(STARTER);
  await openStudio(first, id);
  const twin = await duplicated(first, id);
  await first.context.route('**/api/v1/**', (route) => route.abort());
  await addService(first);
  await status(first.page, /Offline/);
  await part(twin.page, 'product-service').click();
  await about(twin.page).fill('Said by the second');
  await about(twin.page).press('Tab');
  await status(twin.page, /Offline/);
  await isKept(first.page, 2);
  const third = await first.another();
  await first.page.close();
  await twin.page.close();
  await first.context.unroute('**/api/v1/**');
  await openStudio(third, id);
  await part(third.page, 'service').waitFor();
  await isKept(third.page, 0);
  await third.saved();
  assert.equal(await added(third, id), 1);
  assert.match(JSON.stringify((await design(third, id)).elements['product-service']), /Said by the second/);
  third.complaints.length = 0; // The browser reports that the one queue met what the other had saved.
  await third.leave();
}

/** `open` opens the design once more. */
async function aPageThatWaitsKeepsItsOwn(arrive, open) {
  const first = await arrive();
  const id = await first.projectFrom(STARTER);
  await openStudio(first, id);
  await refuse(first.page, 110);
  await addService(first);
  await isKept(first.page, 1);
  await first.page.getByRole('button', { name: 'Try now' }).waitFor();
  const second = await open(first, id);
  await second.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(await part(second.page, 'service').count(), 0, 'it is not taken from a page that lives');
  assert.equal(await added(first, id), 0);
  await tryNow(first.page);
  await first.saved();
  await isKept(first.page, 0);
  assert.equal(await added(first, id), 1, 'it is saved once');
  await first.context.close();
}
/** Opened by a page for which the other has been silent for long. */
const minutesLater = async (first, id) => {
  const second = await first.another();
  await second.page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 300_000;
  });
  await openStudio(second, id);
  return second;
};

async function withoutLocks(arrive) {
  const visitor = await arrive();
  const id = await visitor.projectFrom(STARTER);
  await visitor.page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
  await openStudio(visitor, id);
  await visitor.page.route(EDITS, () => {});
  await addService(visitor);
  await isKept(visitor.page, 1);
  await visitor.page.unroute(EDITS);
  await openStudio(visitor, id);
  await part(visitor.page, 'service').waitFor();
  await isKept(visitor.page, 0);
  await visitor.saved();
  assert.equal(await added(visitor, id), 1);
  await visitor.leave();
}

/** A save arrives and its answer does not; nor is the design told. What is done meanwhile is saved as well. */
async function theAnswerIsLost(arrive) {
  const first = await arrive();
  const id = await first.projectFrom(STARTER);
  await openStudio(first, id);
  await first.page.route(EDITS, () => {});
  await addService(first);
  await isKept(first.page, 1);
  await first.page.close();
  const next = await first.another();
  const project = new RegExp(`/api/v1/projects/${id}$`);
  let arrived = 0;
  await next.page.route(EDITS, async (route) => {
    await route.fetch();
    arrived += 1;
    await route.abort();
  });
  await next.page.route(project, (route) => route.abort());
  await openStudio(next, id);
  await status(next.page, /Offline/);
  await part(next.page, 'product-service').click();
  await about(next.page).fill('Said meanwhile');
  await about(next.page).press('Tab');
  assert.ok(arrived > 0);
  await next.page.unroute(EDITS);
  await next.page.unroute(project);
  // Or it was tried just now.
  await next.page.getByRole('button', { name: 'Try now' }).click({ timeout: 1000 }).catch(() => {});
  await part(next.page, 'service').waitFor();
  await isKept(next.page, 0);
  await next.saved();
  assert.equal(await added(next, id), 1, 'it is saved once');
  assert.match(JSON.stringify((await design(next, id)).elements['product-service']), /Said meanwhile/);
  next.complaints.length = 0; // The browser reports what did not come.
  await next.leave();
}

/** The browser had put the page aside for Back, and shows it again: another may have what it kept. */
async function aPageComesBackFromAside(arrive) {
  const visitor = await arrive();
  const id = await visitor.projectFrom(STARTER);
  await openStudio(visitor, id);
  await visitor.page.evaluate(() => {
    window.isOld = true;
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await visitor.page.waitForFunction(() => !window.isOld);
  await visitor.alive();
  await part(visitor.page, 'order-service').waitFor();
  await visitor.leave();
}

/** Somebody waits for another tab to begin, and walks away: nobody waits for that one afterwards. */
async function whoNoLongerWaitsHoldsNobodyUp(arrive) {
  const first = await arrive();
  const second = await first.another();
  for (const visitor of [first, second]) await visitor.open('/');
  let go;
  await first.page.route('**/api/v1/projects', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    go = () => route.continue();
  });
  const start = ({ page }) => page.getByRole('button', { name: 'Start Discovery' }).click();
  const asked = first.page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/projects'));
  await start(first);
  await asked;
  await start(second);
  await second.page.getByRole('link', { name: 'Diagram guide' }).first().click();
  await second.page.waitForURL(/\/guide$/);
  go();
  await first.page.waitForURL(/\/discovery$/);
  const third = await first.another();
  await third.open('/');
  await start(third);
  await third.page.waitForURL(/\/discovery$/);
  await first.leave();
}

async function theFirstDesignsOfABrowser(arrive) {
  const first = await arrive();
  const second = await first.another();
  for (const visitor of [first, second]) await visitor.open('/');
  // Both would be on their way before either has an answer.
  const waiting = [];
  const go = () => waiting.splice(0).forEach((route) => route.continue());
  await first.context.route('**/api/v1/projects', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    waiting.push(route);
    if (waiting.length === 2) go();
    else setTimeout(go, 2000);
  });
  await Promise.all([first, second].map(({ page }) => page.getByRole('button', { name: 'Start Discovery' }).click()));
  await Promise.all([first, second].map(({ page }) => page.waitForURL(/\/discovery$/)));
  const listed = await (await first.context.request.get(`${first.base}/api/v1/projects`)).json();
  const made = [first, second].map(({ page }) => page.url().split('/')[4]);
  assert.deepEqual(listed.map((project) => project.id).sort(), made.sort(), 'both designs are this browser’s');
  await first.leave();
}

export default async function ({ arrive }) {
  for (const how of ['by this version', 'with another tab open', 'by the version before']) await closedAtOnce(arrive, how);
  await bothOfADuplicateAreClosed(arrive);
  await aPageThatWaitsKeepsItsOwn(arrive, duplicated);
  await aPageThatWaitsKeepsItsOwn(arrive, minutesLater);
  await withoutLocks(arrive);
  await theAnswerIsLost(arrive);
  await aPageComesBackFromAside(arrive);
  await whoNoLongerWaitsHoldsNobodyUp(arrive);
  await theFirstDesignsOfABrowser(arrive);
}
