// The picture in the README: the studio with the shop, as a person sees it.
import { join } from 'node:path';
import { STARTER } from '../pages.mjs';

export default async function ({ out, arrive }) {
  const visitor = await arrive({ colorScheme: 'light', deviceScaleFactor: 1.5 });
  await visitor.open(`/p/${await visitor.projectFrom(STARTER)}/studio`);
  await visitor.page.evaluate(() => document.fonts.ready);
  await visitor.page.screenshot({ path: join(out, 'studio.png') });
  await visitor.leave();
}
