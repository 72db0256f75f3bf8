/** Envoy's outlier detection of one host, and one Envoy in time, step by step. */
import { describe, expect, test } from '@jest/globals';
import type { EjectionSettings } from '../../src/traffic/control-plane/outlier-detection.js';
import { HostMonitor, type AttemptResult } from '../../src/traffic/proxy/monitor.js';

const base: EjectionSettings = {
  consecutive5xx: 3,
  consecutiveGatewayErrors: undefined,
  consecutiveLocalOriginFailures: undefined,
  splitLocalOrigin: false,
  interval: 1_000,
  baseEjectionTime: 30_000,
  maxEjectionTime: 300_000,
  maxEjectionPercent: 100,
};

/** Which results would eject: `x` failing, `e` erroring, `u` unreachable, `.` ok. */
function ejections(settings: Partial<EjectionSettings>, results: string): string {
  const monitor = new HostMonitor({ ...base, ...settings });
  const names: Record<string, AttemptResult> = {
    x: 'failing',
    e: 'erroring',
    u: 'unreachable',
    '.': 'ok',
  };
  return [...results].map((one) => (monitor.record(names[one]!) ? '!' : '-')).join('');
}

describe('a host is ejected', () => {
  test.each<[string, Partial<EjectionSettings>, string, string]>([
    ['after so many errors in a row', {}, 'xxxxxx', '--!--!'],
    ['whatever kind they are of', {}, 'xeuxeu', '--!--!'],
    ['but not where a success comes between', {}, 'xx.xx.xxx', '--------!'],
    [
      'for gateway errors, of which 500 is none',
      { consecutive5xx: undefined, consecutiveGatewayErrors: 2 },
      'xexxxu',
      '---!-!',
    ],
    [
      'by the counter that is full first',
      { consecutive5xx: 5, consecutiveGatewayErrors: 2 },
      'xxeee',
      '-!--!',
    ],
    [
      'for connections by a counter of their own',
      { splitLocalOrigin: true, consecutiveLocalOriginFailures: 2 },
      'uuuu',
      '-!-!',
    ],
    [
      'which an answer, even an error, starts anew',
      { splitLocalOrigin: true, consecutiveLocalOriginFailures: 2 },
      'uxuxux',
      '-----!',
    ],
    [
      'which a success starts anew',
      { splitLocalOrigin: true, consecutiveLocalOriginFailures: 2 },
      'u.uu',
      '---!',
    ],
    ['never by a counter that is off', { consecutive5xx: undefined }, 'xxxxxxxx', '--------'],
  ])('%s', (_, settings, results, expected) => {
    expect(ejections(settings, results)).toBe(expected);
  });
});

describe('an ejected host', () => {
  const seconds = (monitor: HostMonitor, from: number) => {
    for (let after = 0; after <= 1_000; after += 1) {
      if (monitor.returnIfDue(from + after * 1_000)) return after;
    }
    return undefined;
  };

  test('returns after a time that grows with every ejection, up to the longest', () => {
    const monitor = new HostMonitor({ ...base, maxEjectionTime: 75_000 });
    const times: (number | undefined)[] = [];
    for (let round = 0; round < 6; round += 1) {
      const now = round * 1_000_000;
      monitor.eject(now);
      expect(monitor.isEjected).toBe(true);
      times.push(seconds(monitor, now));
      expect(monitor.isEjected).toBe(false);
    }
    expect(times).toEqual([30, 60, 75, 75, 75, 75]);
    expect(monitor.returnIfDue(9e9)).toBe(false);
  });

  test('is forgiven an ejection for each healthy interval after its return', () => {
    const monitor = new HostMonitor(base);
    for (const now of [0, 100_000, 300_000]) {
      monitor.eject(now);
      monitor.returnIfDue(now + 90_000);
    }
    // It returned at 390 s, so that the sweep one interval later may or may not count.
    monitor.forgive(390_000, () => 0.4);
    monitor.forgive(391_000, () => 0.5);
    monitor.forgive(392_000, () => 0.5);
    monitor.forgive(393_000, () => 0.5);
    monitor.eject(400_000);
    expect(seconds(monitor, 400_000)).toBe(60);
    monitor.forgive(461_000, () => 0.4);
    monitor.eject(470_000);
    expect(seconds(monitor, 470_000)).toBe(60);
  });

  test('is forgiven nothing while it is out, nor more than there was', () => {
    const monitor = new HostMonitor(base);
    monitor.forgive(5_000, () => 0);
    monitor.eject(0);
    for (let now = 1_000; now < 30_000; now += 1_000) monitor.forgive(now, () => 0);
    expect(seconds(monitor, 0)).toBe(30);
    for (let now = 32_000; now < 60_000; now += 1_000) monitor.forgive(now, () => 0);
    monitor.eject(60_000);
    expect(seconds(monitor, 60_000)).toBe(30);
  });

  test('begins to count anew when it returns', () => {
    const monitor = new HostMonitor(base);
    expect([monitor.record('failing'), monitor.record('failing')]).toEqual([false, false]);
    monitor.eject(0);
    monitor.returnIfDue(30_000);
    expect([1, 2, 3].map(() => monitor.record('failing'))).toEqual([false, false, true]);
  });
});
