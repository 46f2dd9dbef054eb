// Every page says what it is about to someone whose browser runs no scripts.
import assert from 'node:assert/strict';
import { STARTER, pages } from '../pages.mjs';

export default async function ({ arrive }) {
  const visitor = await arrive({ javaScriptEnabled: false });
  const id = await visitor.projectFrom(STARTER);
  for (const [path, words] of pages(id)) {
    const response = await visitor.open(path);
    assert.equal(response.status(), 200, path);
    const main = visitor.page.getByRole('main');
    assert.match(await main.innerText(), words, `${path} without JavaScript`);
    assert.ok(await visitor.page.title(), `${path} has a title`);
    assert.equal(await visitor.page.getByRole('heading', { level: 1 }).count(), 1, `${path} has one first heading`);
  }
  const missing = await visitor.context.request.get('/no-such-page');
  assert.equal(missing.status(), 404);
  await visitor.leave();
}
