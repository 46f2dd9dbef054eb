// Working on the diagram with the pointer, as a person does. Parts are found by their id, which is also their name in every file.
import assert from 'node:assert/strict';

/** The card of a part. */
export const part = (page, id) => page.locator(`[data-part="${id}"]`);

/** The id of the first part whose spoken name has these words: name, technology, kind. */
export async function partNamed(page, words) {
  const cards = page.getByRole('main').getByRole('button', { name: words }).and(page.locator('[data-part]'));
  return cards.first().getAttribute('data-part');
}

/** Where a part stands in the world, whatever the view shows. */
export const place = (page, id) =>
  part(page, id).evaluate((card) => {
    const [x, y] = card.style.transform.match(/-?[\d.]+/g).map(Number);
    return { x, y };
  });

/** How many links are drawn. */
export const links = (page) => page.locator('g[data-link] > .ed-line').count();

/** The middle of what is drawn, as the page itself measures it in its next frame: the driver's own box may be that of the frame before. */
const middle = (locator) =>
  locator.evaluate(
    (node) =>
      new Promise((done, fail) =>
        requestAnimationFrame(() => {
          const box = node.getBoundingClientRect();
          if (box.width) done([box.x + box.width / 2, box.y + box.height / 2]);
          else fail(new Error('nothing is drawn there'));
        }),
      ),
  );

async function pull(page, [fromX, fromY], [toX, toY]) {
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(toX, toY, { steps: 12 });
  await page.mouse.up();
}

/** Drags a part by so many pixels. */
export async function drag(page, id, dx, dy) {
  const [x, y] = await middle(part(page, id));
  await pull(page, [x, y], [x + dx, y + dy]);
}

/** Picks a block in the palette, clicks a free place of the canvas, and names the new part. */
export async function add(page, block, name) {
  const known = new Set(await ids(page));
  await page.getByRole('button', { name: `Add ${block}`, exact: true }).click();
  await page.mouse.click(...(await freePlace(page)));
  await page.waitForFunction((count) => document.querySelectorAll('[data-part][role=button]').length > count, known.size);
  const id = (await ids(page)).find((id) => !known.has(id));
  if (id !== name) {
    const field = page.getByRole('textbox', { name: 'Name', exact: true });
    if (!(await field.isVisible())) await part(page, id).dblclick();
    await field.fill(name);
    await field.press('Enter');
  }
  await part(page, name).waitFor();
}

const ids = (page) => page.locator('[data-part][role=button]').evaluateAll((cards) => cards.map((card) => card.dataset.part));

/** A point of the canvas with nothing near it. */
const freePlace = async (page) => {
  const place = await page.evaluate(() => {
    const stage = document.querySelector('main').getBoundingClientRect();
    const free = (x, y) => document.elementFromPoint(x, y)?.matches('main, .world, .wires');
    const around = [[0, 0], [-110, -45], [110, -45], [-110, 45], [110, 45], [0, -45], [0, 45]];
    for (let y = stage.top + 60; y < stage.bottom - 60; y += 20)
      for (let x = stage.left + 130; x < stage.right - 130; x += 20) if (around.every(([dx, dy]) => free(x + dx, y + dy))) return [x, y];
    return null;
  });
  assert.ok(place, 'the canvas has no free place');
  return place;
};

/** Waits until a part has stood at one place for some frames: what is pulled while it still moves is not where the pointer is. */
const still = async (page, id) => {
  for (let last, same = 0; same < 3; ) {
    const box = JSON.stringify(await part(page, id).boundingBox());
    same = box === last ? same + 1 : 0;
    last = box;
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
};

/** Draws a link by pulling a port of one part onto another. */
export async function connect(page, from, to) {
  const before = await links(page);
  await still(page, from);
  await still(page, to);
  await part(page, from).hover();
  // There is one set of ports for all parts. It says that it is at this one when it is.
  const port = page.locator(`[data-port="${from}"] .port`).first();
  await port.waitFor();
  await pull(page, await middle(port), await middle(part(page, to)));
  await page.waitForFunction((count) => document.querySelectorAll('g[data-link] > .ed-line').length === count + 1, before);
}

/** Says in the inspector that a part listens to the first event of the design; returns the event. */
export async function listen(page, id) {
  await part(page, id).click();
  const field = page.getByRole('combobox', { name: 'Listen to an event' });
  const event = await field.evaluate((input) => input.list.options[0].value);
  await field.fill(event);
  await field.press('Enter');
  await heard(page, event).waitFor();
  return event;
}

/** The mark in the inspector that a part listens to an event. */
export const heard = (page, event) => page.getByRole('button', { name: `Remove ${event}` });

const tool = (page, name) => page.getByRole('toolbar', { name: 'Canvas tools' }).getByRole('button', { name, exact: true });
export const undo = (page) => tool(page, 'Undo').click();
export const redo = (page) => tool(page, 'Redo').click();
