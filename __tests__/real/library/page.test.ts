import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { built } from '../../built.js';
import { describeReal } from '../describe-real.js';
import { startBrowser } from '../picture/browser.js';

jest.setTimeout(60_000);

const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>Check a manifest</title>
<textarea></textarea>
<ul></ul>
<table></table>
<script type="module">
  import { Project } from './browser.js';

  const config = 'version: 1\\nclusters: [{name: eu, locality: r1}, {name: us, locality: r2}]\\n';
  const add = (parent, tag, text) =>
    parent.appendChild(Object.assign(document.createElement(tag), { textContent: text }));

  document.querySelector('textarea').addEventListener('input', ({ target }) => {
    const project = Project.of({ files: { 'pasted.yaml': target.value }, config });
    const [list, table] = ['ul', 'table'].map((tag) => document.querySelector(tag));
    list.replaceChildren();
    table.replaceChildren();
    for (const { line, rule } of project.lint().findings) add(list, 'li', line + ': ' + rule);
    for (const { client, scenario, errors } of project.predict().results) {
      const row = add(table, 'tr', '');
      for (const cell of [client, scenario, errors]) add(row, 'td', String(cell));
    }
  });
</script>
`;

const MANIFEST = ['gateway', 'virtual-service', 'destination-rule']
  .map((name) => readFileSync(`examples/hello-world/${name}.yaml`, 'utf8'))
  .join('---\n')
  .replaceAll('europe-west1', 'r1')
  .replaceAll('us-central1', 'r2');

describeReal('a page with the library alone', { parts: [], browser: true }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  test('lints and predicts a pasted manifest', async () => {
    const page = await browser.newPage();
    const bodies = new Map([
      ['/', { body: PAGE, contentType: 'text/html' }],
      [
        '/browser.js',
        { body: readFileSync(join(built, 'browser.js')), contentType: 'text/javascript' },
      ],
    ]);
    const asked: string[] = [];
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.route('**', (route) => {
      const { pathname } = new URL(route.request().url());
      asked.push(pathname);
      return route.fulfill(bodies.get(pathname) ?? { status: 404 });
    });
    await page.goto('http://page.test/', { waitUntil: 'networkidle' });
    const shown = async (manifest: string) => {
      await page.fill('textarea', manifest);
      const texts = (selector: string) => page.locator(selector).allTextContents();
      const rows = await texts('tr');
      return { findings: await texts('li'), rows };
    };

    const right = await shown(MANIFEST);
    expect(right.findings.filter((text) => /max-ejection/.test(text))).toEqual([]);
    expect(right.rows).toHaveLength(16);
    expect(right.rows).toContain('eufailing:r10');
    const wrong = await shown(MANIFEST.replace('EjectionPercent: 100', 'EjectionPercent: 10'));
    expect(wrong.findings).toEqual([expect.stringMatching(/^\d+: max-ejection-percent-100$/)]);
    expect(wrong.rows).toContain('eufailing:r10.5');
    expect(errors).toEqual([]);
    expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/', '/browser.js']);
    await page.close();
  });
});
