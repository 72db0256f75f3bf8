import { describe, expect, it } from '@jest/globals';
import { applyOutages, isLocalityWithin, lostClusters } from '../../src/traffic/outage.js';
import { scenarios } from '../../src/traffic/scenarios.js';
import { parseLocality } from '../../src/mesh/locality.js';
import { endpointsOf, outage } from './mesh-of.js';

describe('outages', () => {
  const endpoints = endpointsOf({ 'r1/a': 2, 'r1/b': 1, 'r10/a': 1 });
  const state = (outages: Parameters<typeof applyOutages>[1]) =>
    applyOutages(endpoints, outages).map(({ id, health, answer }) => {
      const kind = Object.entries(answer ?? {}).find(([, share]) => share > 0)?.[0];
      return [id, kind ?? health];
    });
  it('a locality names everything below it, and no more', () => {
    expect(state([outage('scaled-to-zero', 'r1')])).toEqual([['r10/a#0', 'ready']]);
    expect(isLocalityWithin(parseLocality('r1/a/x'), parseLocality('r1/a'))).toBe(true);
    expect(isLocalityWithin(parseLocality('r1'), parseLocality('r1/a'))).toBe(false);
  });
  it('count takes the first in listed order, a second outage the next', () => {
    expect(state([outage('failing', 'r1', 1), outage('unready', 'r1', 1)])).toEqual([
      ['r1/a#0', 'failing'],
      ['r1/a#1', 'unready'],
      ['r1/b#0', 'ready'],
      ['r10/a#0', 'ready'],
    ]);
  });
  it('a cluster that is lost is unreachable', () => {
    const lost = { kind: 'cluster-lost' as const, cluster: 'r10' };
    expect(state([lost])[3]).toEqual(['r10/a#0', 'unreachable']);
    expect([...lostClusters([lost])]).toEqual(['r10']);
  });
  it('an API that is lost changes nothing', () => {
    expect(applyOutages(endpoints, [outage('stale-api', 'r1')])).toEqual(endpoints);
  });
});

describe('scenarios', () => {
  const places = { regions: ['r1', 'r2'], zones: ['r1/a'], clusters: ['c1'] };
  const names = (...args: Parameters<typeof scenarios>) =>
    scenarios(...args).map(({ name }) => name);
  it('built-in and configured', () => {
    const configured = [{ name: 'half', outages: [] }];
    expect(names(places, configured)).toEqual([
      'healthy',
      'recovered',
      'scaled-to-zero:r1',
      'scaled-to-zero:r2',
      'failing:r1',
      'failing:r2',
      'cluster-lost:c1',
      'half',
    ]);
  });
  it('zones and pairs', () => {
    const all = names(places, [], { depth: 2, zones: true });
    expect(all).toContain('scaled-to-zero:r1/a');
    expect(all).toContain('scaled-to-zero:r1+failing:r2');
    expect(all).toContain('scaled-to-zero:r1+cluster-lost:c1');
    expect(all).not.toContain('scaled-to-zero:r1+scaled-to-zero:r1/a');
  });
});
