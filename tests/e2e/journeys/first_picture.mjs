// The first picture of a design shows all of it, clear of what floats on the canvas: after a click at home, at four widths, and where the
// server has drawn it before the program is there.
import assert from 'node:assert/strict';
import { STARTER } from '../pages.mjs';

const SCREENS = [
  { viewport: { width: 1440, height: 900 }, every: true },
  { viewport: { width: 1920, height: 1080 } },
  { viewport: { width: 1024, height: 768 } },
  { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
];
/** A wide one, a small one and a tall one. */
const SOME = ['E-Commerce', 'Bella Italia', 'Marketplace'];

/** What is drawn in the first frame that has parts: rectangles of the stage, of the parts, and of what floats. */
const firstPicture = (page, parts) =>
  page.evaluate(
    (parts) =>
      new Promise((done) => {
        const box = (element) => {
          const { left, top, right, bottom } = element.getBoundingClientRect();
          return { left, top, right, bottom };
        };
        const look = () => {
          const drawn = [...document.querySelectorAll(parts)];
          if (drawn.length === 0) return requestAnimationFrame(look);
          // A message comes after the frame was painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () =>
            done({
              stage: box(document.querySelector('.stage')),
              parts: drawn.map((part) => ({ id: part.dataset.part, ...box(part) })),
              floats: [...document.querySelectorAll('.stage > .float')].filter((float) => float.offsetParent).map(box),
            });
          port2.postMessage(0);
        };
        requestAnimationFrame(look);
      }),
    parts,
  );

const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

function everythingIsSeen({ stage, parts, floats }, what) {
  assert.ok(parts.length > 1, `${what}: ${parts.length} parts`);
  for (const part of parts) {
    const inside = part.left >= stage.left && part.right <= stage.right && part.top >= stage.top && part.bottom <= stage.bottom;
    assert.ok(inside, `${what}: ${part.id} at ${JSON.stringify(part)} lies outside of ${JSON.stringify(stage)}`);
    for (const float of floats) assert.ok(!overlap(part, float), `${what}: ${part.id} lies below ${JSON.stringify(float)}`);
  }
}

const around = (parts) => ['left', 'top', 'right', 'bottom'].map((side) => Math[side === 'left' || side === 'top' ? 'min' : 'max'](...parts.map((part) => part[side])));

export default async function ({ arrive }) {
  for (const { every, ...options } of SCREENS) {
    const visitor = await arrive(options);
    const { page } = visitor;
    await visitor.open('/');
    const templates = await page.locator('.tp strong').allTextContents();
    assert.ok(templates.length > 9, `${templates.length} templates`);
    const tried = every ? templates : templates.filter((name) => SOME.some((some) => name.startsWith(some)));
    assert.ok(tried.length >= SOME.length, `${tried} of ${templates}`);
    for (const name of tried) {
      const what = `${name} at ${options.viewport.width}`;
      await page.locator('.tps__more').evaluate((more) => (more.open = true));
      await page.locator('.tp', { has: page.getByText(name, { exact: true }) }).click();
      const picture = firstPicture(page, '.world [data-part]');
      await page.getByRole('dialog', { name, exact: true }).getByRole('button', { name: 'Begin with a copy' }).click();
      everythingIsSeen(await picture, what);
      await visitor.open('/');
    }
    const design = firstPicture(page, '.world [data-part]');
    await page.locator('.dcs a').first().click();
    everythingIsSeen(await design, `a design at ${options.viewport.width}`);

    // The server's picture is where the studio's first one will be.
    const id = await visitor.projectFrom(STARTER);
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto(`/p/${id}/studio`);
    const before = await firstPicture(page, '.picture g.nd');
    await page.unroute('**/*.wasm');
    await visitor.open(`/p/${id}/studio`);
    const after = await firstPicture(page, '.world .nd .nd-shape:not(.nd-back)');
    everythingIsSeen(before, `the server's picture at ${options.viewport.width}`);
    around(after.parts).forEach((side, i) => {
      const jump = Math.abs(side - around(before.parts)[i]);
      assert.ok(jump < 6, `the picture jumps by ${jump} pixels at ${options.viewport.width}`);
    });
    visitor.complaints.length = 0; // The browser itself reports the program that was kept from it.
    await visitor.leave();
  }
}
