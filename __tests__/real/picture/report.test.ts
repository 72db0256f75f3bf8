import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { drillHtml } from '../../../src/report/drill-html.js';
import { describeReal } from '../describe-real.js';
import { startBrowser } from './browser.js';
import { faintColors, overlappingTexts } from './page-checks.js';
import { open, results } from './page.js';

jest.setTimeout(120_000);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Name = keyof typeof results;
const names = Object.keys(results) as Name[];
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [320, 768, 1600].map((width) => ({ colorScheme, width })),
);
const extremes = looks.filter(({ colorScheme, width }) =>
  colorScheme === 'light' ? width === 320 : width === 1600,
);
const cases = names.flatMap((name, index) =>
  (index === 0 ? looks : extremes).map((look) => ({ name, ...look })),
);

describeReal('the report of a drill in a browser', { parts: [], browser: true }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const pageOf = (name: Name) => drillHtml(results[name]);
  const viewport = (width: number) => ({ viewport: { width, height: 900 } });

  test.each(cases)(
    '$name, $colorScheme, $width px wide: asks for nothing, fits, can be read',
    async ({ name, colorScheme, width }) => {
      const opened = await open(browser, pageOf(name), { ...viewport(width), colorScheme });
      const { page, requests, messages } = opened;
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await overlappingTexts(page)).toEqual([]);
      expect(await faintColors(page)).toEqual([]);
      expect(await opened.violations()).toEqual([]);
      expect({ requests, messages }).toEqual({ requests: [], messages: [] });
      await page.close();
    },
  );

  test.each(cases)(
    '$name, $colorScheme, $width px wide: nothing that keeps people out',
    async ({ name, colorScheme, width }) => {
      // The judge is a script, which the page's own policy would not let in.
      const options = { ...viewport(width), colorScheme, bypassCSP: true };
      const { page } = await open(browser, pageOf(name), options);
      await page.evaluate(axe);
      const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
        'axe.run().then(({ violations }) => violations)',
      );
      expect(found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await page.close();
    },
  );

  test('its policy is in force', async () => {
    const opened = await open(browser, pageOf('one that failed'));
    await opened.page.evaluate(`
      for (const [tag, more] of [
        ['script', { textContent: 'globalThis.ran = true' }],
        ['style', { textContent: 'body { display: none }' }],
        ['img', { src: 'https://evil.example/i.png' }],
      ]) document.body.append(Object.assign(document.createElement(tag), more));
      document.body.setAttribute('style', 'display: none');
    `);
    await opened.page.waitForTimeout(0);
    expect([...(await opened.violations())].sort()).toEqual([
      ...['img-src', 'script-src-elem', 'style-src-attr', 'style-src-elem'],
    ]);
    expect(await opened.page.evaluate('globalThis.ran')).toBeUndefined();
    await opened.page.close();
  });

  test('the keyboard reaches everything, in order, and sees where it is', async () => {
    const { page } = await open(browser, pageOf('one that failed'), viewport(800));
    const stops: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const [stop, mark] = await page.evaluate<[string, boolean]>(`(() => {
        const { activeElement: element } = document;
        if (element === document.body) return ['', true];
        const { outlineStyle, outlineWidth, stroke, strokeWidth } = getComputedStyle(element);
        const isMarked = element.matches(':focus-visible') && (element.matches('rect')
          ? stroke !== 'none' && parseFloat(strokeWidth) >= 2
          : outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2);
        return [element.getAttribute('aria-label') ?? element.textContent, isMarked];
      })()`);
      if (stop === '') break;
      expect({ stop, mark }).toEqual({ stop, mark: true });
      stops.push(stop);
      expect(stops.length).toBeLessThan(100);
    }
    expect(stops.slice(0, 5)).toEqual([
      'Skip to the outages',
      'All outages',
      'europe-west1 scaled to zero',
      'us-central1 made to fail',
      expect.stringMatching(
        /^Phase 1, baseline, 0 to 20 s; 1,000 requests; europe-west1 49.5\s%, us-central1 50.5\s%; 0 failed; predicted europe-west1 50\s%, us-central1 50\s%, errors 0\s%; as predicted$/,
      ),
    ]);
    expect(stops.filter((stop) => stop.startsWith('Phase '))).toHaveLength(20);
    expect(stops.filter((stop) => stop === 'The picture as a table')).toHaveLength(4);
    expect(stops.slice(-2)).toEqual(['Clusters', 'Manifests']);
    await page.close();
  });

  test('the skip link leads to the outages, and a folded table opens with Enter', async () => {
    const { page } = await open(browser, pageOf('one that failed'), viewport(800));
    await page.keyboard.press('Tab');
    const link = page.getByRole('link', { name: 'Skip to the outages' });
    expect((await link.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('outages');
    const table = page.getByRole('table', { name: /^Requests per second, each second/ }).first();
    expect(await table.isVisible()).toBe(false);
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await table.isVisible()).toBe(true);
    expect(await table.getByRole('row').count()).toBe(78);
    await page.close();
  });

  test('a screen reader finds the structure', async () => {
    const { page } = await open(browser, pageOf('one that failed'), viewport(800));
    const headings = await page
      .getByRole('heading')
      .evaluateAll((elements) =>
        elements.map(({ tagName, textContent }) => `${tagName} ${textContent}`),
      );
    expect(headings.slice(0, 5)).toEqual([
      'H1 Failed',
      'H2 The outages',
      'H2 europe-west1 scaled to zero',
      'H3 Requests entering in europe-west1',
      'H3 Requests entering in us-central1',
    ]);
    for (const role of ['banner', 'main', 'contentinfo'] as const) {
      expect(await page.getByRole(role).count()).toBe(1);
    }
    const picture = page.getByRole('group', {
      name: 'Requests per second by place over time, with the phases: Requests entering in europe-west1, europe-west1 scaled to zero',
    });
    expect(await picture.getByRole('img').count()).toBe(5);
    const phases = page.getByRole('table', { name: /^Measured and predicted/ }).first();
    expect(await phases.getByRole('columnheader').allTextContents()).toEqual([
      ...['Phase', 'Requests', 'europe-west1', 'us-central1', 'Failed', 'As predicted'],
    ]);
    expect(await phases.getByRole('rowheader').allTextContents()).toEqual([
      ...['1 baseline0 to 20 s', '2 outage20 to 23 s', '3 failover23 to 53 s'],
      ...['4 recovery53 to 57 s', '5 steady57 to 77 s'],
    ]);
    await page.close();
  });

  test('on paper it is light, whole, and without what cannot be opened', async () => {
    const { page } = await open(browser, pageOf('one that failed'), {
      ...viewport(800),
      colorScheme: 'dark',
    });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('details').first().isVisible()).toBe(false);
    expect(await page.locator('.plot').first().isVisible()).toBe(true);
    expect(await faintColors(page)).toEqual([]);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });

  test.each([
    ['reduce', 'auto'],
    ['no-preference', 'smooth'],
  ] as const)('motion, %s: scrolling is %s', async (reducedMotion, behaviour) => {
    const { page } = await open(browser, pageOf('one that failed'), { reducedMotion });
    const found = await page.evaluate('getComputedStyle(document.documentElement).scrollBehavior');
    expect(found).toBe(behaviour);
    await page.close();
  });
});
