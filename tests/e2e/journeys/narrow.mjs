// On a phone nothing scrolls sideways, on a desk only the panes of a design scroll, a long name stays in its place on both, and the theme
// can be changed and is remembered.
import assert from 'node:assert/strict';
import { STARTER, pages } from '../pages.mjs';

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** A name as long as one may be, without a place to break it. */
const LONG = 'W'.repeat(120);

async function longNames(visitor) {
  const { base, context, page } = visitor;
  const path = `${base}/api/v1/projects`;
  const starter = await visitor.projectFrom(STARTER);
  const { design } = await (await context.request.get(`${path}/${starter}`)).json();
  for (const named of [design, ...Object.values(design.contexts)]) named.name = LONG;
  const made = await context.request.post(path, { data: { design }, headers: { origin: base } });
  assert.equal(made.status(), 201, await made.text());
  const { id } = await made.json();
  for (const [address] of [['/'], ...pages(id).filter(([address]) => address.includes(id))]) {
    await visitor.open(address);
    await page.getByText(LONG).first().waitFor({ state: 'attached' });
    const { width } = page.viewportSize();
    const [content, outside] = await page.evaluate(() => {
      const names = [...document.querySelectorAll('h1, h2, h3, strong')].filter((name) => /W{30}/.test(name.textContent) && !name.matches('.vh'));
      const runsOut = (name) => name.clientWidth > 0 && name.scrollWidth > name.clientWidth + 1;
      const isOutside = (name) => name.getBoundingClientRect().right > innerWidth;
      return [document.documentElement.scrollWidth, names.filter((name) => runsOut(name) || isOutside(name)).map((name) => name.outerHTML)];
    });
    assert.ok(content <= width, `${address} is ${content} px wide on a screen of ${width}`);
    assert.deepEqual(outside, [], `${address}: a name runs out of its place`);
  }
}

export default async function ({ arrive }) {
  const phone = await arrive({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const id = await phone.projectFrom(STARTER);
  for (const [path] of pages(id)) {
    await phone.open(path);
    const [content, window] = await phone.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= window && window === 390, `${path} is ${content} px wide on a screen of ${window}`);
  }
  // Nor does the comparison of a decision within it, whichever is chosen.
  await phone.open(`/p/${id}/proposal`);
  const decisions = phone.page.locator('.de');
  for (let at = 0; at < (await decisions.count()); at += 1) {
    await decisions.nth(at).click();
    await phone.page.locator('.de').nth(at).and(phone.page.locator('[aria-current]')).waitFor();
    const wide = await phone.page.evaluate(() => {
      for (const more of document.querySelectorAll('#decision details')) more.open = true;
      return [...document.querySelectorAll('.cmpw')].filter((table) => table.scrollWidth > table.clientWidth).map((table) => table.textContent.slice(0, 80));
    });
    assert.deepEqual(wide, [], `decision ${at}: its options scroll sideways`);
  }
  await longNames(phone);
  await phone.leave();

  const desk = await arrive({ colorScheme: 'light' });
  const design = await desk.projectFrom(STARTER);
  for (const [path] of pages(design).filter(([path]) => path.includes(design))) {
    await desk.open(path);
    const [content, window] = await desk.page.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
    assert.equal(content, window, `${path} is ${content} px high in a window of ${window}`);
  }
  await longNames(desk);
  await desk.open('/');
  const light = await background(desk.page);
  await desk.page.getByRole('button', { name: /theme/i }).first().click();
  await desk.page.waitForFunction((light) => getComputedStyle(document.body).backgroundColor !== light, light);
  const dark = await background(desk.page);
  await desk.open('/');
  assert.equal(await background(desk.page), dark, 'the theme is remembered');
  await desk.leave();
}
