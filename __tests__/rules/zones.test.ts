import { describe, expect, test } from '@jest/globals';
import { plainTable } from './plain-table.js';
import { all, repository, rule, service, verdictOf } from './reported.js';

/** The zones of one region, by the ends of their names. */
const zone = (letter: string) => `eu-west-1/eu-west-1${letter}`;
const key = (letter: string) => `${zone(letter)}/*`;
const keepsToItself = [
  { from: key('a'), to: { [key('a')]: 80, [key('b')]: 20 } },
  { from: key('b'), to: { [key('b')]: 100 } },
];
const even = (letters: string[]) =>
  letters.map((own) => ({
    from: key(own),
    to: Object.fromEntries(
      letters.map((other) => [key(other), other === own ? 120 - 20 * letters.length : 20]),
    ),
  }));

describe('without a configuration', () => {
  const found = verdictOf(repository(rule('acc/acc', { distribute: keepsToItself })));

  test('clients, endpoints and outages go by zone', () => {
    expect(found.clients).toEqual([zone('a'), zone('b')]);
    expect(found.scenarios).toEqual([
      'healthy',
      'recovered',
      ...['scaled-to-zero', 'failing'].flatMap((kind) =>
        ['a', 'b'].map((letter) => `${kind}:${zone(letter)}`),
      ),
    ]);
    expect(found.row(zone('a'), 'healthy')).toBe(`${zone('a')} 80, ${zone('b')} 20; errors 0`);
    expect(found.row(zone('b'), `scaled-to-zero:${zone('b')}`)).toBe('nobody; errors 100');
    expect(found.header).toContain('1 region and 2 zones (from the manifests)');
  });

  test('a zone that keeps its traffic for itself is an error', () => {
    expect(found.findings).toEqual(['error distribute-covers-every-region']);
    expect(found.messages.join()).toContain(`"to" leaves out ${zone('a')}`);
  });

  test.each([2, 3])('a policy that covers all of %i zones has no finding', (count) => {
    const letters = ['a', 'b', 'c'].slice(0, count);
    const good = verdictOf(repository(rule('acc/acc', { distribute: even(letters) })));
    expect(good.findings).toEqual([]);
    expect(good.row(zone('a'), `failing:${zone('a')}`)).toContain('errors 0');
  });

  test('the tables have a column for each zone, in text and in Markdown', () => {
    const { text, markdown } = plainTable(
      repository(rule('acc/acc', { distribute: even(['a', 'b', 'c']) })),
    );
    expect(text).toMatch(/\(not routed\) +eu-west-1a +eu-west-1b +eu-west-1c +errors/);
    expect(text).toMatch(/ {2}eu-west-1a scaled to zero +- +50 % +50 % +0 %/);
    expect(markdown).toContain('| eu-west-1a | eu-west-1b | eu-west-1c | errors |');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('a cap below 100 is an error, and what it is enough for is said', () => {
    const capped = rule(
      'acc/acc',
      { distribute: even(['a', 'b', 'c']) },
      {
        consecutive5xxErrors: 5,
        maxEjectionPercent: 50,
      },
    );
    const { findings, messages } = verdictOf(repository(capped));
    expect(findings).toEqual(['error max-ejection-percent-100']);
    expect(messages.join()).toContain('enough for a zone with one endpoint, not with more');
  });

  test('a second host whose policy names fewer zones is not said to run in the others', () => {
    const { findings } = verdictOf(
      repository(
        all(
          rule('acc/acc', { distribute: even(['a', 'b', 'c']) }),
          rule('acc/ord', {
            distribute: [{ from: '*', to: { [key('a')]: 50, [key('b')]: 50 } }],
          }),
        ),
      ),
    );
    expect(findings).toEqual([]);
  });
});

describe('with clusters', () => {
  const policy = rule('acc/acc', { distribute: even(['a', 'b']) });

  test('one cluster in several zones has a client in each', () => {
    const found = verdictOf(
      repository(all(service('acc/acc'), policy), {
        clusters: [{ name: 'c', locality: 'eu-west-1' }],
      }),
    );
    expect(found.findings).toEqual([]);
    expect(found.clients).toEqual([zone('a'), zone('b')]);
    expect(found.row('c/eu-west-1a', 'healthy')).toContain(`${zone('a')} 100`.slice(0, -4));
  });

  test('two clusters, one in each zone, under failoverPriority', () => {
    const clusters = ['a', 'b'].map((name) => ({ name, locality: zone(name) }));
    const labels = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];
    const low = rule('acc/acc', { failoverPriority: labels }, { consecutive5xxErrors: 5 });
    const found = verdictOf(repository(all(service('acc/acc'), low), { clusters }));
    expect(found.findings).toEqual(['error max-ejection-percent-100']);
    expect(found.row('a', `failing:${zone('a')}`)).toContain('errors 100');
    const good = rule('acc/acc', { failoverPriority: labels });
    expect(verdictOf(repository(all(service('acc/acc'), good), { clusters })).findings).toEqual([]);
  });

  test('two clusters in zones, and a rule that only ejects', () => {
    const clusters = ['a', 'b'].map((name) => ({ name, locality: zone(name) }));
    const low = rule('acc/acc', null, { consecutive5xxErrors: 5 });
    const found = verdictOf(repository(all(service('acc/acc'), low), { clusters }));
    expect(found.findings).toEqual(['error max-ejection-percent-100']);
  });

  test('in several regions the zones that a policy names are columns beside the regions', () => {
    const policyOf = (from: string) => ({
      from,
      to: { 'r1/a/*': 40, 'r1/b/*': 40, 'r2/*': 20 },
    });
    const files = repository(
      all(
        rule('acc/acc', { distribute: ['r1/*', 'r2/*'].map(policyOf) }),
        rule('acc/other', { distribute: [{ from: '*', to: { 'r1/*': 50, 'r2/*': 50 } }] }),
      ),
      { clusters: ['r1', 'r2'].map((name) => ({ name, locality: name })) },
    );
    expect(verdictOf(files).findings).toEqual([]);
    const { text } = plainTable(files);
    expect(text).toMatch(/acc\.acc \(not routed\) +r1\/a +r1\/b +r2 +errors/);
    expect(text).toMatch(/other\.acc \(not routed\) +r1 +r2 +errors/);
  });
});

describe('a name that is spelt otherwise once', () => {
  const distribute = (from: string, to = 'us-central1') => ({
    distribute: [
      { from: 'europe-west1', to: { 'europe-west1': 80, 'us-central1': 20 } },
      { from, to: { [to]: 80, 'europe-west1': 20 } },
    ],
  });

  test.each(['us-central-1', 'US-central1', 'us_central1', 'us-cental1', 'us-cetnral1'])(
    '%s in from',
    (wrong) => {
      for (const config of [
        undefined,
        { clusters: names.map((name) => ({ name, locality: name })) },
      ]) {
        const found = verdictOf(repository(rule('acc/acc', distribute(wrong)), config));
        expect(found.findings).toEqual(['error unknown-locality']);
        expect(found.messages).toEqual([expect.stringContaining('Did you mean "us-central1"?')]);
        expect(found.clients).toEqual(names);
      }
    },
  );
  const names = ['europe-west1', 'us-central1'];

  test('in to', () => {
    const found = verdictOf(repository(rule('acc/acc', distribute('us-central1', 'us-central-1'))));
    expect(found.findings).toEqual(['error unknown-locality']);
  });

  test.each(['us-west1', 'us-central2', 'europe-west4'])('%s is another region', (other) => {
    const found = verdictOf(repository(rule('acc/acc', distribute(other))));
    expect(found.clients).toContain(other);
    expect(found.messages.join()).not.toContain('Did you mean');
  });
});

test('a service that nothing routes to and no policy is for is one finding of its unit, and has no rows', () => {
  const found = verdictOf({
    'shop/app.yaml': all(
      service('shop/web'),
      rule('shop/web', { failover: [{ from: 'r1', to: 'r2' }] }),
    ),
    'tools/all.yaml': all(service('tools/kiali'), service('tools/grafana'), service('tools/loki')),
    'mesh-failover.yaml': JSON.stringify({
      version: 1,
      clusters: ['r1', 'r2'].map((name) => ({ name, locality: name })),
    }),
  });
  expect(found.findings).toEqual(['warning failover-policy-missing']);
  expect(found.messages).toEqual([
    expect.stringMatching(/3 services .*kiali.tools.*and loki.tools/),
  ]);
});
