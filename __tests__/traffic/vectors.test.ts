import { describe, expect, it } from '@jest/globals';
import { outage, percent, percents, predictCase } from './mesh-of.js';

const DISTRIBUTE = {
  distribute: [{ from: 'us-east-1/*', to: { 'us-east-1/*': 80, 'us-west-2/*': 20 } }],
};
const ENDPOINTS = { 'us-east-1/a': 3, 'us-east-1/b': 1, 'us-west-2/a': 4 };
const BASE = { client: 'us-east-1/a', endpoints: ENDPOINTS, locality: DISTRIBUTE };
const crashed = [outage('failing', 'us-east-1/a')];

describe('distribute', () => {
  it('V1: all healthy', () => {
    expect(percents(predictCase(BASE))).toEqual({
      'us-east-1/a': 60,
      'us-east-1/b': 20,
      'us-west-2/a': 20,
    });
  });
  it('V2: the other region scaled to zero', () => {
    const result = predictCase({ ...BASE, outages: [outage('scaled-to-zero', 'us-west-2')] });
    expect(percents(result)).toEqual({ 'us-east-1/a': 75, 'us-east-1/b': 25 });
  });
  it('V3: a zone crashed, all may be ejected', () => {
    const result = predictCase({ ...BASE, od: { maxEjectionPercent: 100 }, outages: crashed });
    expect(percents(result)).toEqual({ 'us-east-1/b': 50, 'us-west-2/a': 50 });
    expect(result).toMatchObject({ errors: 0, determined: true });
  });
  it('V4: each locality is rounded up', () => {
    const endpoints = { 'us-east-1/a': 1, 'us-east-1/b': 1, 'us-east-1/c': 1, 'us-west-2/a': 3 };
    expect(percents(predictCase({ ...BASE, endpoints }))).toEqual({
      'us-east-1/a': 26.73,
      'us-east-1/b': 26.73,
      'us-east-1/c': 26.73,
      'us-west-2/a': 19.8,
    });
  });
  it('V5: maxEjectionPercent unset ejects none of 8', () => {
    const result = predictCase({ ...BASE, od: {}, outages: crashed });
    expect(percents(result)).toEqual({ 'us-east-1/a': 60, 'us-east-1/b': 20, 'us-west-2/a': 20 });
    expect(percent(result.errors)).toBe(60);
  });
  it('V5b: maxEjectionPercent 25 ejects 2 of 8', () => {
    const result = predictCase({ ...BASE, od: { maxEjectionPercent: 25 }, outages: crashed });
    expect(percents(result)).toEqual({
      'us-east-1/a': 41.18,
      'us-east-1/b': 29.41,
      'us-west-2/a': 29.41,
    });
    expect(percent(result.errors)).toBe(41.18);
  });
  it('V11: no from matches', () => {
    expect(percents(predictCase({ ...BASE, client: 'eu-west-1/a' }))).toEqual({
      'us-east-1/a': 37.5,
      'us-east-1/b': 12.5,
      'us-west-2/a': 50,
    });
  });
  it('V14: consistent hash knows no partial health', () => {
    const result = predictCase({
      ...BASE,
      lb: { consistentHash: { useSourceIp: true } },
      endpoints: { 'us-east-1/a': 4, 'us-west-2/a': 4 },
      od: { maxEjectionPercent: 100 },
      outages: [outage('failing', 'us-east-1', 3)],
    });
    expect(percents(result)).toEqual({ 'us-east-1/a': 80, 'us-west-2/a': 20 });
  });
  it.each([
    [3, 80, 20],
    [2, 73.68, 26.32],
    [1, 58.33, 41.67],
    [0, 0, 100],
  ])('%i of 4 healthy', (healthy, east, west) => {
    const result = predictCase({
      ...BASE,
      endpoints: { 'us-east-1/a': `4~${4 - healthy}`, 'us-west-2/a': 4 },
    });
    expect(result.split.map(({ share }) => percent(share))).toEqual([east, west]);
  });
});

describe('default failover', () => {
  const base = { client: 'r1/a', od: { maxEjectionPercent: 100 } };
  it.each([
    ['2', '4', '6', [100, 0, 0]],
    ['2~1', '4', '6', [70, 30, 0]],
    ['2~2', '4~3', '6', [0, 35, 65]],
    ['0', '0', '6', [0, 0, 100]],
  ])('%s, %s, %s', (own, region, other, expected) => {
    const endpoints = { 'r1/a': own, 'r1/b': region, 'r2/a': other };
    const result = predictCase({ ...base, endpoints });
    const share = (locality: string) =>
      percent(result.split.find((entry) => entry.locality === locality)?.share ?? 0);
    expect(Object.keys(endpoints).map(share)).toEqual(expected);
  });
  it.each([
    ['V7', 30, 70, 70],
    ['V8', 50, 0, 0],
  ])('%s: maxEjectionPercent %i', (_, maxEjectionPercent, own, errors) => {
    const result = predictCase({
      client: 'r1/a',
      endpoints: { 'r1/a': 4, 'r1/b': 4 },
      od: { maxEjectionPercent },
      outages: [outage('failing', 'r1/a')],
    });
    expect(result.split.map(({ share }) => percent(share))).toEqual([own, 100 - own]);
    expect(percent(result.errors)).toBe(errors);
  });
  it.each([
    ['explicit failover weighs localities', { failover: [{ from: 'r1', to: 'r2' }] }, 50],
    ['default failover pools hosts', {}, 42.86],
  ])('V13: %s', (_, locality, share) => {
    const endpoints = { 'r2/b': '4~1', 'r2/c': 4 };
    const result = predictCase({ ...base, client: 'r1/a', endpoints, locality });
    expect(percents(result)).toEqual({ 'r2/b': share, 'r2/c': percent(1 - share / 100) });
  });
});

describe('measured', () => {
  const guide = {
    client: 'europe-west1/b',
    endpoints: { 'europe-west1/b': 2, 'us-central1/a': 2 },
    locality: {
      distribute: [
        { from: 'europe-west1/*', to: { 'europe-west1/*': 50, 'us-central1/*': 50 } },
        { from: 'us-central1/*', to: { 'europe-west1/*': 50, 'us-central1/*': 50 } },
      ],
    },
    od: {
      consecutive5xxErrors: 1,
      interval: '1s',
      baseEjectionTime: '30s',
      maxEjectionPercent: 100,
    },
  };
  const both = { 'europe-west1/b': 50, 'us-central1/a': 50 };
  it('healthy', () => expect(percents(predictCase(guide))).toEqual(both));
  it('scaled to zero', () => {
    const result = predictCase({ ...guide, outages: [outage('scaled-to-zero', 'europe-west1')] });
    expect(percents(result)).toEqual({ 'us-central1/a': 100 });
  });
  it('failing', () => {
    const result = predictCase({ ...guide, outages: [outage('failing', 'europe-west1')] });
    expect(percents(result)).toEqual({ 'us-central1/a': 100 });
    expect(result.errors).toBe(0);
  });
  it('one of two ejected: 35/(35+50)', () => {
    const result = predictCase({ ...guide, outages: [outage('failing', 'europe-west1', 1)] });
    expect(percents(result)).toEqual({ 'europe-west1/b': 41.18, 'us-central1/a': 58.82 });
  });
  it('maxEjectionPercent absent', () => {
    const od = { consecutive5xxErrors: 1 };
    const result = predictCase({ ...guide, od, outages: [outage('failing', 'europe-west1')] });
    expect(percents(result)).toEqual(both);
    expect(percent(result.errors)).toBe(50);
  });
  it('unready pods of a zone, half of them', () => {
    const result = predictCase({
      client: 'r1/a',
      endpoints: { 'r1/a': '4~2', 'r1/b': 2, 'r2/a': 4 },
      locality: { distribute: [{ from: 'r1/*', to: { 'r1/*': 50, 'r2/*': 50 } }] },
    });
    expect(percents(result)).toEqual({ 'r1/a': 26.21, 'r1/b': 18.72, 'r2/a': 55.07 });
  });
  it.each(['scaled-to-zero', 'failing'] as const)('home only, home %s', (kind) => {
    const result = predictCase({
      ...guide,
      locality: { distribute: [{ from: 'europe-west1/*', to: { 'europe-west1/*': 100 } }] },
      outages: [outage(kind, 'europe-west1')],
    });
    expect(result).toMatchObject({ unanswered: 1, errors: 1 });
  });
  it('panic: minHealthPercent 50 with 5 of 6 failing', () => {
    const result = predictCase({
      ...guide,
      endpoints: { 'europe-west1/b': 3, 'us-central1/a': 3 },
      od: { ...guide.od, minHealthPercent: 50 },
      outages: [outage('failing', 'europe-west1'), outage('failing', 'us-central1', 2)],
    });
    expect(percents(result)).toEqual(both);
    expect(percent(result.errors)).toBe(83.33);
  });
});
