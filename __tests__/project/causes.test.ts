import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changeBetween } from '../../src/project/change.js';
import { Project } from '../../src/project/project.js';
import { causeWords } from '../../src/report/cause-words.js';

type Texts = Record<string, string>;

const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}]
`;

const route = (name: string, service = name) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec:
  hosts: [${name}.example.com]
  gateways: [public]
  http:
    - route: [{destination: {host: ${service}.shop.svc.cluster.local}}]
`;

interface Fields {
  percent?: number;
  detection?: boolean;
  interval?: string;
  connections?: number;
  to?: string;
  annotation?: string;
}

function policy(name: string, fields: Fields = {}): string {
  const {
    percent = 100,
    detection = true,
    interval = '5s',
    connections = 1024,
    to = 'us',
    annotation = 'a',
  } = fields;
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: ${name}
  namespace: shop
  annotations: {note: ${annotation}}
spec:
  host: ${name}.shop.svc.cluster.local
  trafficPolicy:
    connectionPool: {http: {http2MaxRequests: ${connections}}}
${
  detection
    ? `    outlierDetection:
      consecutive5xxErrors: 5
      interval: ${interval}
      maxEjectionPercent: ${percent}
`
    : ''
}    loadBalancer:
      localityLbSetting:
        failover:
          - {from: eu, to: ${to}}
          - {from: us, to: eu}
`;
}

const before: Texts = {
  'gateway.yaml': gateway,
  'a/route.yaml': route('a'),
  'a/rule.yaml': policy('a'),
  'b/route.yaml': route('b'),
  'b/rule.yaml': policy('b'),
};

const now = new Date('2026-11-30');

function checked(files: Texts) {
  const project = Project.of({ files, now });
  return { ...project.check(), project };
}

/** What a change of files brings; a file that is undefined is deleted. */
function changed(edits: Record<string, string | undefined>, old: Texts = before) {
  const files = Object.fromEntries(
    Object.entries({ ...old, ...edits }).filter((entry): entry is [string, string] => !!entry[1]),
  );
  return changeBetween(checked(old), checked(files)).behaviour;
}

/** Each cause once, with the hosts and scenarios of the rows that it has changed. */
function causesOf({ changes }: ReturnType<typeof changed>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const change of changes) {
    const { cause: _, ...without } = change;
    const words = causeWords(without);
    const said = words?.changes.map(({ text, place }) => `${place.file}:${place.line} ${text}`);
    const key = [...(change.together ? ['together'] : []), ...(said ?? ['none'])].join(' | ');
    const row = change.after ?? change.before;
    (found[key] ??= []).push(`${String(row?.publicHost ?? row?.host)} ${row?.scenario ?? ''}`);
  }
  return found;
}

const percentOf = (name: string, at = 14) =>
  `${name}/rule.yaml:${at} DestinationRule shop/${name}: spec.trafficPolicy.outlierDetection.maxEjectionPercent was 100, is 10`;

describe('the cause of a changed row', () => {
  test('is the one field of several in an object that matters', () => {
    const after = policy('a', { percent: 10, interval: '7s', connections: 9, annotation: 'b' });
    expect(causesOf(changed({ 'a/rule.yaml': after }))).toEqual({
      [percentOf('a')]: ['a.example.com failing:eu', 'a.example.com failing:us'],
    });
  });

  test('is in the object of that row, where two objects change', () => {
    const behaviour = changed({
      'a/rule.yaml': policy('a', { percent: 10 }),
      'b/rule.yaml': policy('b', { percent: 10 }),
    });
    expect(causesOf(behaviour)).toEqual({
      [percentOf('a')]: ['a.example.com failing:eu', 'a.example.com failing:us'],
      [percentOf('b')]: ['b.example.com failing:eu', 'b.example.com failing:us'],
    });
  });

  test('is nothing that changes beside it, however wrong that is', () => {
    const behaviour = changed({
      'a/rule.yaml': policy('a', { percent: 10 }),
      'a/route.yaml': `${route('a')}      timeout: 0.5s\n      fault: {abort: {httpStatus: 5}}\n`,
      'other.yaml': policy('other', { percent: 10 }),
      'gateway.yaml': gateway.replace('name: http,', 'name: http-main,'),
    });
    expect(Object.keys(causesOf(behaviour))).toContain(percentOf('a'));
    for (const { after, causes } of behaviour.changes) {
      if (after?.scenario !== 'failing:eu' || after.publicHost !== 'a.example.com') continue;
      expect(causes).toHaveLength(1);
      expect(causes?.[0]).toMatchObject({ before: '100', after: '10', file: 'a/rule.yaml' });
    }
  });

  test('is what makes it better, too', () => {
    const old = { ...before, 'a/rule.yaml': policy('a', { percent: 10, detection: true }) };
    const behaviour = changed(
      { 'a/rule.yaml': policy('a', { percent: 100, interval: '6s' }) },
      old,
    );
    expect(causesOf(behaviour)).toEqual({
      [percentOf('a').replace('was 100, is 10', 'was 10, is 100')]: [
        'a.example.com failing:eu',
        'a.example.com failing:us',
      ],
    });
    expect(behaviour.changes.map(({ kind }) => kind)).toEqual(['better', 'better']);
  });

  test('is several changes together, where each of them masks the other', () => {
    // Either of the two Gateways alone still serves the hosts.
    const second = gateway.replace('name: public', 'name: second');
    const old: Texts = {
      ...before,
      'second.yaml': second,
      'a/route.yaml': route('a').replace('[public]', '[public, second]'),
    };
    const narrow = (text: string) => text.replace('*.example.com', 'b.example.com');
    const behaviour = changed(
      {
        'gateway.yaml': narrow(gateway),
        'second.yaml': narrow(second).replace('name: http,', 'name: http-b,'),
        'b/rule.yaml': policy('b', { annotation: 'b' }),
      },
      old,
    );
    const hosts = (name: string) =>
      `${name}.yaml:6 Gateway shop/${name === 'gateway' ? 'public' : name}: spec.servers[0].hosts[0] was "*.example.com", is "b.example.com"`;
    const causes = causesOf(behaviour);
    const each = [hosts('gateway'), hosts('second')].join(' | ');
    // The host comes back with either of them: each of them is enough.
    expect(Object.keys(causes)).toEqual([each]);
    expect(behaviour.changes.every(({ together }) => !together)).toBe(true);
    // The other way round, both have to go before the host is lost again.
    const back = causesOf(
      changed(old, {
        ...old,
        'gateway.yaml': narrow(gateway),
        'second.yaml': narrow(second).replace('name: http,', 'name: http-b,'),
      }),
    );
    expect(Object.keys(back)).toEqual([
      `together | ${each.replaceAll(/was (.*?), is ("[^"]*")/g, 'was $2, is $1')}`,
    ]);
  });

  test('is a field that was removed, at what is left of its object', () => {
    const after = policy('a', { detection: false });
    const [cause] = Object.keys(causesOf(changed({ 'a/rule.yaml': after })));
    expect(cause).toMatch(
      /^a\/rule\.yaml:\d+ DestinationRule shop\/a: spec\.trafficPolicy\.outlierDetection was removed, was \{/,
    );
  });

  test('is an item of a list', () => {
    const after = policy('a').replace('          - {from: us, to: eu}\n', '');
    const [cause] = Object.keys(causesOf(changed({ 'a/rule.yaml': after })));
    // With two regions a failover goes to the other one anyway: nothing changes.
    expect(cause).toBeUndefined();
    const weighted = route('a').replace(
      'route: [{destination: {host: a.shop.svc.cluster.local}}]',
      'route: [{destination: {host: a.shop.svc.cluster.local}, weight: 50}, {destination: {host: b.shop.svc.cluster.local}, weight: 50}]',
    );
    const found = Object.keys(causesOf(changed({ 'a/route.yaml': weighted })));
    expect(found.length).toBeGreaterThan(0);
    for (const one of found)
      expect(one).toMatch(/a\/route\.yaml:8 VirtualService shop\/a: spec\.http/);
  });

  test('is a file that was deleted', () => {
    const behaviour = changed({ 'a/rule.yaml': undefined });
    expect(behaviour.changes.length).toBeGreaterThan(0);
    expect(Object.keys(causesOf(behaviour))).toEqual([
      'a/rule.yaml:1 DestinationRule shop/a was removed',
    ]);
    expect(behaviour.changes[0]?.causes?.[0]?.isGone).toBe(true);
    const gone = changed({ 'gateway.yaml': undefined });
    expect(Object.keys(causesOf(gone))).toEqual(['gateway.yaml:1 Gateway shop/public was removed']);
  });

  test('is an object that is new', () => {
    const behaviour = changed({ 'c/route.yaml': `---\n${route('c', 'a')}` });
    expect(new Set(behaviour.changes.map(({ kind }) => kind))).toEqual(new Set(['added']));
    expect(Object.keys(causesOf(behaviour))).toEqual([
      'c/route.yaml:2 VirtualService shop/c is new',
    ]);
  });

  test('is nothing where a file is renamed or only comments change', () => {
    const moved = { 'a/rule.yaml': undefined, 'a/policy.yaml': `# moved\n${policy('a')}` };
    expect(changed(moved).changes).toEqual([]);
    const both = changed({
      'a/rule.yaml': undefined,
      'a/policy.yaml': policy('a', { percent: 10, annotation: 'b' }),
    });
    expect(Object.keys(causesOf(both))).toEqual([percentOf('a').replace('rule', 'policy')]);
  });

  test('is a move to the folder of a cluster', () => {
    const config = `version: 1
clusters:
  - {name: a, locality: eu, paths: [clusters/eu]}
  - {name: b, locality: us, paths: [clusters/us]}
`;
    const old = { ...before, 'mesh-failover.yaml': config };
    const behaviour = changed(
      { 'a/rule.yaml': undefined, 'clusters/eu/rule.yaml': policy('a') },
      old,
    );
    expect(behaviour.changes.length).toBeGreaterThan(0);
    expect(Object.keys(causesOf(behaviour))).toEqual([
      'clusters/eu/rule.yaml:1 DestinationRule shop/a was moved to this file',
    ]);
  });

  test('is a file that can no longer be read', () => {
    const behaviour = changed({ 'a/rule.yaml': policy('a').replace('spec:', 'spec: [') });
    expect(behaviour.changes.length).toBeGreaterThan(0);
    for (const cause of Object.keys(causesOf(behaviour))) {
      expect(cause).toMatch(/^a\/rule\.yaml:\d+ the file was changed$/);
    }
  });
});

describe('a change of the configuration', () => {
  const config = (more = '', us = 'us') => `version: 1
clusters:
  - {name: a, locality: eu}
  - {name: b, locality: ${us}}
${more}`;
  const old = { ...before, 'mesh-failover.yaml': config() };

  test('of a cluster', () => {
    const behaviour = changed({ 'mesh-failover.yaml': config('', 'asia') }, old);
    const causes = Object.keys(causesOf(behaviour));
    expect(causes.length).toBeGreaterThan(0);
    for (const cause of causes) {
      expect(cause).toBe('mesh-failover.yaml:4 clusters[1].locality was "us", is "asia"');
    }
  });

  test('of a scenario, with a manifest that changes too', () => {
    const scenarios =
      'scenarios: [{name: half, outages: [{locality: eu, kind: failing, count: 1}]}]\n';
    const behaviour = changed(
      { 'mesh-failover.yaml': config(scenarios), 'a/rule.yaml': policy('a', { percent: 10 }) },
      old,
    );
    const causes = causesOf(behaviour);
    const [added] = Object.keys(causes).filter((cause) => cause.startsWith('mesh-failover.yaml'));
    expect(added).toMatch(/^mesh-failover\.yaml:5 scenarios\[0\] is new: \{"name":"half"/);
    expect(causes[added ?? '']?.every((row) => row.endsWith(' half'))).toBe(true);
    expect(causes[percentOf('a')]).toEqual([
      ...['a.example.com failing:eu', 'a.example.com failing:us'],
    ]);
  });

  test('that cannot be undone alone is undone with what depends on it', () => {
    const clients = 'clients: [{name: c, locality: asia, cluster: c}]\n';
    const more = config(clients).replace(
      'locality: us}\n',
      'locality: us}\n  - {name: c, locality: asia}\n',
    );
    const causes = Object.keys(causesOf(changed({ 'mesh-failover.yaml': more }, old)));
    expect(causes.length).toBeGreaterThan(0);
    for (const cause of causes) expect(cause).not.toBe('none');
  });

  test('of the files that are read', () => {
    const narrow = config('exclude: ["a/rule.yaml"]\n');
    const behaviour = changed({ 'mesh-failover.yaml': narrow }, old);
    expect(behaviour.changes.length).toBeGreaterThan(0);
    expect(Object.keys(causesOf(behaviour))).toEqual(['mesh-failover.yaml:5 exclude was changed']);
  });

  test('of how a cluster is reached is no cause', () => {
    const reached = config().replace('locality: eu}', 'locality: eu, context: x}');
    const behaviour = changed(
      { 'mesh-failover.yaml': reached, 'a/rule.yaml': policy('a', { percent: 10 }) },
      old,
    );
    const causes = causesOf(behaviour);
    expect(Object.keys(causes)).toEqual([percentOf('a')]);
  });
});

describe('the finding of a cause', () => {
  test('comes with it, and is not another one about the object', () => {
    const spoiled = policy('a', { percent: 10 }).replace('interval: 5s', 'interval: 0s');
    const { changes } = changed({ 'a/rule.yaml': spoiled });
    const rules = changes.map(({ after, cause }) => [after?.scenario, cause?.rule]);
    expect(rules).toContainEqual(['failing:eu', 'max-ejection-percent-100']);
  });

  test('is none where the change that matters brings none', () => {
    const old = { ...before, 'a/rule.yaml': policy('a', { percent: 10 }) };
    // What was found before explains nothing that is new.
    const { changes } = changed({ 'a/route.yaml': route('a', 'b') }, old);
    expect(changes.length).toBeGreaterThan(0);
    for (const { cause } of changes) expect(cause?.rule).not.toBe('max-ejection-percent-100');
  });

  test('of a host that is lost is at the object that lost it', () => {
    const { changes } = changed({ 'gateway.yaml': gateway.replace('name: public', 'name: other') });
    const gone = changes.find(({ kind }) => kind === 'removed' || kind === 'worse');
    expect(gone?.causes).toMatchObject([{ resource: { kind: 'Gateway' } }]);
    expect(gone?.cause).toMatchObject({ rule: 'gateway-exists', file: 'a/route.yaml' });
  });
});

test('the same change has the same causes, in whatever order its files come', () => {
  const edits: [string, string | undefined][] = [
    ['a/rule.yaml', policy('a', { percent: 10, interval: '9s' })],
    ['b/rule.yaml', undefined],
    ['c/route.yaml', route('c', 'b')],
    ['gateway.yaml', gateway.replace('*.example.com', 'a.example.com')],
  ];
  const expected = JSON.stringify(changed(Object.fromEntries(edits)));
  fc.assert(
    fc.property(fc.shuffledSubarray(edits, { minLength: edits.length }), (shuffled) => {
      expect(JSON.stringify(changed(Object.fromEntries(shuffled)))).toBe(expected);
    }),
    { numRuns: 5 },
  );
});

test('a change with very many parts says that causes were not determined', () => {
  const many = (percent: number) =>
    Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `many/${index}.yaml`,
        policy(`m${index}`, { percent }),
      ]),
    );
  const old = { ...before, ...many(100) };
  const behaviour = changed({ ...many(50), 'z.yaml': policy('z') }, old);
  expect(behaviour.undetermined).toMatch(
    /^Not every cause was determined: the change has 401 parts/,
  );
});
