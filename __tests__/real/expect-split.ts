/** How the gateways share out requests among the regions. */
import { expect } from '@jest/globals';
import { pollUntil } from './bench/poll-until.mjs';
import { sendTraffic } from './bench/traffic.mjs';

type Shares = Record<string, number>;

interface Entrance {
  api: { name: string };
  url: string;
}

/** Waits until every gateway has followed the last change, then measures what each of them does. */
export async function expectSplit(clusters: Entrance[], expected: Shares): Promise<void> {
  for (const { api, url } of clusters) {
    await pollUntil(`the gateway of ${api.name} follows`, async () =>
      isNear(await measure(url, 40), expected),
    );
    const closeToExpected = Object.entries(expected).map(([region, share]) => [
      region,
      expect.closeTo(share, 1),
    ]);
    expect(await measure(url, 400)).toEqual(Object.fromEntries(closeToExpected));
  }
}

/** The share of each locality among all requests, and of errors if there are any. */
async function measure(url: string, requests: number): Promise<Shares> {
  const { localities, statuses, sent } = await sendTraffic(url, { requests });
  const errors = sent - (statuses['200'] ?? 0);
  const counts = errors > 0 ? { ...localities, errors } : localities;
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / sent]));
}

function isNear(actual: Shares, expected: Shares): boolean {
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...names].every((name) => Math.abs((actual[name] ?? 0) - (expected[name] ?? 0)) < 0.1);
}
