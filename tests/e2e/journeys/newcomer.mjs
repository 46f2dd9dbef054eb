// What a newcomer meets: a template is seen before it is copied, pages say where one is, everything is found by Ctrl K, links to a design
// are listed and revoked, nothing that is typed is lost, and home works before and without its program.
import assert from 'node:assert/strict';
import { STARTER, walkedTo } from '../pages.mjs';

export default async function ({ arrive }) {
  const visitor = await arrive();
  const { page } = visitor;
  await visitor.open('/');
  await page.locator('.tp').first().click();
  const preview = page.getByRole('dialog', { name: 'E-Commerce Platform' });
  await preview.getByText(/services/).waitFor();
  await preview.getByRole('button', { name: 'Back' }).click();
  await preview.waitFor({ state: 'hidden' });
  await page.locator('.tp').first().click();
  await preview.getByRole('button', { name: 'Begin with a copy' }).click();
  await page.waitForURL(/\/studio$/);
  await walkedTo(page, 'Studio: E-Commerce Platform');

  // The address of a page that was walked to is said, and the focus is there.
  await page.getByRole('link', { name: 'Export' }).first().click();
  await walkedTo(page, 'Export: E-Commerce Platform');
  await page.goBack();
  await walkedTo(page, 'Studio: E-Commerce Platform');

  // Links to the design.
  await page.getByRole('button', { name: 'Share' }).click();
  const share = page.getByRole('dialog', { name: 'Share this design' });
  await share.getByText('Nobody else has a link to this design.').waitFor();
  await share.getByRole('button', { name: 'Make a link' }).first().click();
  const link = await share.locator('code').first().innerText();
  await share.getByText(/View link · made/).waitFor();
  const guest = await arrive();
  const opened = await guest.open(new URL(link).pathname);
  assert.equal(opened.status(), 200);
  await share.getByRole('button', { name: 'Revoke this view link' }).click();
  await share.getByText('Nobody else has a link to this design.').waitFor();
  assert.equal(await share.locator('code').count(), 0, 'a link that is revoked is not shown any more');
  const closed = await guest.page.reload();
  assert.equal(closed.status(), 404, 'whoever came by a revoked link is out');
  await share.getByRole('combobox', { name: 'A new view or edit link works' }).selectOption('for 7 days');
  await share.getByRole('button', { name: 'Make a link' }).nth(1).click();
  await share.getByText(/Edit link · made .* · ends in 7 days/).waitFor();
  guest.complaints.length = 0; // The browser reports the 404.
  await guest.leave();
  await page.keyboard.press('Escape');

  // Search or run, on any page, one that is missing too.
  const lost = await arrive();
  await lost.open('/p/nothing-here/studio');
  await lost.page.keyboard.press('Control+k');
  await lost.page.getByRole('combobox', { name: 'Search or run' }).fill('all designs');
  await lost.page.keyboard.press('Enter');
  await walkedTo(lost.page, 'Designs');
  lost.complaints.length = 0; // The browser reports the 404.
  await lost.leave();
  await page.keyboard.press('Control+k');
  const inStudio = page.getByRole('combobox', { name: 'Search or run' });
  await inStudio.fill('redis');
  await page.getByRole('option', { name: /^Add Redis/ }).first().waitFor();
  await inStudio.fill('review rules');
  await inStudio.press('Enter');
  await page.waitForURL(/\/rules$/);
  await page.keyboard.press('Control+k');
  const found = page.getByRole('combobox', { name: 'Search or run' });
  await found.fill('api');
  await found.press('Enter');
  await page.waitForURL(/\/docs\/api$/);
  await page.getByRole('heading', { name: 'GET /api/v1/projects', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Command line' }).click();
  await page.getByText('GROUNDPLAN_LISTEN').first().waitFor();
  await page.getByRole('link', { name: 'Privacy' }).click();
  await page.getByRole('heading', { name: 'Privacy', level: 1 }).waitFor();

  // What is typed is on the device at once.
  await page.goto('/');
  await visitor.alive();
  await page.getByRole('button', { name: 'Start Discovery' }).click();
  await page.waitForURL(/\/discovery$/);
  const purpose = page.getByRole('textbox', { name: /what is it for/i });
  await purpose.pressSequentially('Guests book a table');
  const kept = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('draft:')).map(([, text]) => text));
  assert.deepEqual(kept, ['Guests book a table']);
  // The window closes without a word.
  await page.evaluate(() => location.reload());
  await page.waitForLoadState();
  await visitor.alive();
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Guests book a table');
  await visitor.saved();

  // Nothing is written over what is typed, and what a tab that is gone was typing is found.
  await purpose.press('End');
  await purpose.pressSequentially(' and ');
  await visitor.saved();
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('draft:')));
  assert.equal(await purpose.inputValue(), 'Guests book a table and ');
  await purpose.pressSequentially('pay\n');
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('draft:')));
  assert.equal(await purpose.inputValue(), 'Guests book a table and pay\n');
  const own = page.url().split('/')[4];
  await page.evaluate((id) => (localStorage[`draft:${id}:purpose:gone`] = 'Guests book a table and eat'), own);
  await page.reload();
  await visitor.alive();
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Guests book a table and eat');
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('draft:')));
  await visitor.saved();

  // Tab never leads behind the footer.
  await page.locator('#main').focus();
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => {
      const active = document.activeElement;
      const foot = document.querySelector('.dfoot');
      if (!active?.closest('.dmain__in') || !foot) return 0;
      const { bottom, height } = active.getBoundingClientRect();
      return height > 400 ? 0 : Math.max(0, bottom - foot.getBoundingClientRect().top);
    });
    assert.ok(hidden < 1, `what has the focus is ${hidden} px behind the footer`);
  }
  await visitor.leave();

  // A decision that is chosen on a phone is seen.
  const phone = await arrive({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const id = await phone.projectFrom(STARTER);
  await phone.open(`/p/${id}/proposal`);
  await phone.page.locator('.de').nth(4).tap();
  await phone.page.waitForFunction(() => {
    const { top } = document.querySelector('#decision h2').getBoundingClientRect();
    return top > 0 && top < innerHeight / 2;
  });
  await phone.leave();

  // Home without its program.
  const plain = await arrive({ javaScriptEnabled: false });
  await plain.page.goto('/');
  await plain.page.getByRole('button', { name: 'Start Discovery' }).click();
  await plain.page.waitForURL(/\/discovery$/);
  await plain.page.goto('/');
  await plain.page.locator('.tp').first().click();
  await plain.page.waitForURL(/\/studio$/);
  await plain.leave();
}
