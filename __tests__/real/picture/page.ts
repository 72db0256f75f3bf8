import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { drillResult, drillScenario, twoOutages } from '../../report/drill-result.js';
import { hostileTexts } from '../../report/hostile.js';

/** What can be wrong with a picture differs with what it is of. */
export const results = {
  'one that failed': twoOutages(),
  'hours, in five regions': drillResult([
    drillScenario({
      lengths: [1_200, 40, 3_600, 90, 1_800],
      places: ['europe-west1', 'europe-west4', 'us-central1', 'us-east4', 'asia-south1'],
      clients: ['europe-west1'],
    }),
  ]),
  'many zones': drillResult([
    drillScenario({
      locality: 'europe-west1/b',
      places: ['b', 'c', 'd'].flatMap((zone) => [
        `europe-west1/${zone}`,
        `us-central1/${zone}`,
        `asia-northeast1/${zone}`,
      ]),
    }),
  ]),
  'one that was stopped': drillResult(
    [
      {
        ...drillScenario({ lengths: [20, 3, 5, 0, 0] }),
        ...{ verdict: 'aborted', reasons: ['Stopped by SIGINT after 28 s.'] },
      },
    ],
    { verdict: 'aborted', warnings: ['Argo CD will undo the scaling: pause it.'] },
  ),
  'names that are hostile': drillResult(
    hostileTexts.slice(0, 12).map((text, index) =>
      drillScenario({
        ...{ locality: text, places: [text, 'r2'], clients: [`${text} and more`] },
        ...{ lengths: [9, 2, 9, 2, 9], from: index * 31 },
      }),
    ),
    { environment: hostileTexts[9]!, host: hostileTexts.join(' ') },
  ),
  'a long name': drillResult([
    drillScenario({ places: ['europe-west1', 'x'.repeat(250)], clients: ['y'.repeat(250)] }),
  ]),
};

/** A page that was opened, and what happened in it. */
export interface Opened {
  page: Page;
  /** Addresses that it asked for, without its own. */
  requests: string[];
  /** What the console says, and errors. */
  messages: string[];
  /** Directives of its policy that something broke. */
  violations(): Promise<string[]>;
}

/** Opens a text as a file, so that nothing but the page itself can be at fault. */
export async function open(
  browser: Browser,
  text: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const file = join(mkdtempSync(join(tmpdir(), 'picture-')), 'page.html');
  writeFileSync(file, text);
  const address = pathToFileURL(file).href;
  const page = await browser.newPage(options);
  const requests: string[] = [];
  const messages: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  await page.addInitScript(`
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
  `);
  await page.goto(address);
  return {
    ...{ page, requests, messages },
    violations: () => page.evaluate<string[]>('violations'),
  };
}
