import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { drillSvg } from '../../../src/report/drill-svg.js';
import { describeReal } from '../describe-real.js';
import { startBrowser } from './browser.js';
import { open, results } from './page.js';
import { overlappingTexts } from './page-checks.js';

jest.setTimeout(60_000);

const names = Object.keys(results) as (keyof typeof results)[];

describeReal('the picture of a drill in a browser', { parts: [], browser: true }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  test.each(names)('%s: is XML, and everything is within it', async (name) => {
    const svg = drillSvg(results[name]);
    const options = { viewport: { width: 960, height: 900 } };
    const opened = await open(
      browser,
      `<!doctype html><title>x</title><body style="margin:0">${svg}`,
      options,
    );
    const { page, requests, messages } = opened;
    const errors = `new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml')
      .querySelectorAll('parsererror').length`;
    expect(await page.evaluate(errors)).toBe(0);
    expect(await overlappingTexts(page)).toEqual([]);
    expect({ requests, messages }).toEqual({ requests: [], messages: [] });
    await page.close();
  });

  test('as an image it follows the colours of its reader', async () => {
    const address = `data:image/svg+xml;base64,${Buffer.from(drillSvg(results['one that failed'])).toString('base64')}`;
    const shots = await Promise.all(
      (['light', 'dark'] as const).map(async (colorScheme) => {
        const { page } = await open(
          browser,
          `<!doctype html><title>x</title><img alt="x" src="${address}">`,
          { colorScheme },
        );
        expect(await page.evaluate('document.images[0].naturalWidth')).toBe(960);
        // A point between the panels, where there is nothing but the ground.
        const ground = await page.evaluate(`(() => {
          const canvas = document.createElement('canvas').getContext('2d');
          canvas.drawImage(document.images[0], 0, 0);
          return [...canvas.getImageData(10, 100, 1, 1).data];
        })()`);
        await page.close();
        return ground;
      }),
    );
    expect(shots).toEqual([
      [255, 255, 255, 255],
      [17, 23, 31, 255],
    ]);
  });
});
