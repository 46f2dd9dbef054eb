// On a phone nothing scrolls sideways, on a desk only the panes of a design scroll, and the theme can be changed and is remembered.
import assert from 'node:assert/strict';
import { STARTER, pages } from '../pages.mjs';

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

export default async function ({ arrive }) {
  const phone = await arrive({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const id = await phone.projectFrom(STARTER);
  for (const [path] of pages(id)) {
    await phone.open(path);
    const [content, window] = await phone.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= window && window === 390, `${path} is ${content} px wide on a screen of ${window}`);
  }
  await phone.leave();

  const desk = await arrive({ colorScheme: 'light' });
  const design = await desk.projectFrom(STARTER);
  for (const [path] of pages(design).filter(([path]) => path.includes(design))) {
    await desk.open(path);
    const [content, window] = await desk.page.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
    assert.equal(content, window, `${path} is ${content} px high in a window of ${window}`);
  }
  await desk.open('/');
  const light = await background(desk.page);
  await desk.page.getByRole('button', { name: /theme/i }).first().click();
  await desk.page.waitForFunction((light) => getComputedStyle(document.body).backgroundColor !== light, light);
  const dark = await background(desk.page);
  await desk.open('/');
  assert.equal(await background(desk.page), dark, 'the theme is remembered');
  await desk.leave();
}
