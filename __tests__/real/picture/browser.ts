import { chromium, type Browser } from 'playwright-core';
import { browserPath } from './browser-path.js';

/** Without a sandbox, which root cannot have: it opens pages of our own only. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
}
