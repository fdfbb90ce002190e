import { screenPage } from './screen-page.ts';
import { samplePng } from './sample-png.ts';
const png = samplePng(600, 400);
const page = await screenPage('/work/main/desktop/test/screens/conversation', (path) => (path.includes('bomb') ? { status: 415 } : path.includes('png') ? { bytes: png, type: 'image/png' } : { status: 404 }));
const list = process.argv.slice(2).length ? process.argv.slice(2) : ['everything','states','hostile','empty','unread','closed','reader','disconnected','group','long'];
for (const entry of list) {
  const [scene, locale = 'en', theme = 'light', width = '900'] = entry.split(':');
  const tab = await page.open(`scene=${scene}&locale=${locale}&theme=${theme}`, { viewport: { width: Number(width), height: 1000 } });
  const logs: string[] = [];
  tab.on('console', (m) => logs.push(m.text())); tab.on('pageerror', (e) => logs.push(String(e)));
  await tab.reload();
  await tab.waitForTimeout(900);
  await tab.screenshot({ path: `/tmp/h/shots/conv-${scene}-${locale}-${theme}-${width}.png` });
  console.log(entry, logs.slice(0, 6));
  await tab.context().close();
}
await page.close();
