import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KubernetesObject } from '../../src/cluster/cluster.js';
import { takesGround, writeWaves, type Move } from '../../src/deploy/write-waves.js';

function rule(...subsets: string[]): KubernetesObject {
  return object('DestinationRule', 'web', {
    host: 'web',
    subsets: subsets.map((name) => ({ name })),
  });
}

function route(subset: string, gateway = 'edge', name = 'web'): KubernetesObject {
  const http = [{ route: [{ destination: { host: 'web', subset } }] }];
  return object('VirtualService', name, { hosts: ['web.example.com'], gateways: [gateway], http });
}

function gateway(...hosts: string[]): KubernetesObject {
  return object('Gateway', 'edge', { servers: [{ port: { number: 80 }, hosts }] });
}

function object(kind: string, name: string, spec: object): KubernetesObject {
  const metadata = { name, namespace: 'default' };
  return { apiVersion: 'networking.istio.io/v1', kind, metadata, spec };
}

/** What is done in which order: `DestinationRule~` is an interim form, `-Gateway` a deletion. */
function order(moves: Move[]): string[] {
  return writeWaves(moves).map((wave) =>
    wave
      .map(({ move, to, isInterim }) => {
        const kind = (move.to ?? move.from)?.kind ?? '';
        return `${to ? '' : '-'}${kind}${isInterim ? '~' : ''}`;
      })
      .join(' '),
  );
}

describe('writeWaves', () => {
  test('what routes stand on comes first, and goes last', () => {
    const created = [route('v1'), rule('v1'), gateway('*')].map((to) => ({ from: undefined, to }));
    expect(order(created)).toEqual(['DestinationRule', 'Gateway', 'VirtualService']);
    const deleted = created.map(({ to }) => ({ from: to, to: undefined }));
    expect(order(deleted)).toEqual(['-VirtualService', '-Gateway', '-DestinationRule']);
  });

  test("Kubernetes' own kinds come in the order of what needs what, and go in the opposite one", () => {
    const kinds = [
      ['v1', 'Namespace'],
      ['v1', 'ResourceQuota'],
      ['v1', 'ServiceAccount'],
      ['rbac.authorization.k8s.io/v1', 'Role'],
      ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
      ['example.com/v1', 'Widget'],
      ['v1', 'Service'],
      ['networking.istio.io/v1', 'DestinationRule'],
      ['networking.istio.io/v1', 'Gateway'],
      ['networking.istio.io/v1', 'VirtualService'],
      ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'],
      ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding'],
    ] as const;
    const names = kinds.map(([, kind]) => kind);
    const moves = kinds.map(([apiVersion, kind]) => {
      return { from: undefined, to: { ...object(kind, 'web', {}), apiVersion } };
    });
    fc.assert(
      fc.property(fc.shuffledSubarray(moves, { minLength: moves.length }), (created) => {
        expect(order(created)).toEqual(names);
        const deleted = created.map(({ to }) => ({ from: to, to: undefined }));
        expect(order(deleted)).toEqual(names.toReversed().map((kind) => `-${kind}`));
      }),
      { numRuns: 20 },
    );
  });

  test('every kind has its place, and what nobody knows comes before what may need it', () => {
    const kinds = [
      ['networking.istio.io/v1', 'VirtualService'],
      ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
      ['networking.istio.io/v1', 'Gateway'],
      ['gateway.networking.k8s.io/v1', 'Gateway'],
      ['networking.istio.io/v1', 'DestinationRule'],
      ['security.istio.io/v1', 'AuthorizationPolicy'],
      ['networking.istio.io/v1', 'ServiceEntry'],
      ['v1', 'Service'],
      ['example.com/v1', 'Widget'],
      ['v1', 'Namespace'],
    ] as const;
    const created = kinds.map(([apiVersion, kind]) => ({
      from: undefined,
      to: { apiVersion, kind, metadata: { name: 'web', namespace: 'default' }, spec: {} },
    }));
    const waves = [
      ['Namespace'],
      ['Widget'],
      ['ServiceEntry', 'Service'],
      ['AuthorizationPolicy'],
      ['DestinationRule'],
      ['Gateway', 'Gateway'],
      ['VirtualService', 'HTTPRoute'],
    ];
    expect(order(created)).toEqual(waves.map((wave) => wave.join(' ')));
    const deleted = created.map(({ to }) => ({ from: to, to: undefined }));
    expect(order(deleted)).toEqual(
      waves.toReversed().map((wave) => wave.map((kind) => `-${kind}`).join(' ')),
    );
  });

  test('a host of a ServiceEntry that an old route names stays until the route is written', () => {
    const entry = (...hosts: string[]) => object('ServiceEntry', 'outside', { hosts });
    const to = (host: string) =>
      object('VirtualService', 'web', { http: [{ route: [{ destination: { host } }] }] });
    const moves = [
      { from: entry('old.example.com'), to: entry('new.example.com') },
      { from: to('old.example.com'), to: to('new.example.com') },
    ];
    expect(order(moves)).toEqual(['ServiceEntry~', 'VirtualService', 'ServiceEntry']);
    expect(writeWaves(moves)[0]?.[0]?.to?.['spec']).toEqual({
      hosts: ['new.example.com', 'old.example.com'],
    });
    expect(
      takesGround({ from: entry('old.example.com'), to: undefined }, to('old.example.com')),
    ).toBe(true);
  });

  test('a subset that an old route names stays until the route is written', () => {
    const moves = [
      { from: rule('old', 'unused'), to: rule('new') },
      { from: route('old'), to: route('new') },
    ];
    expect(order(moves)).toEqual(['DestinationRule~', 'VirtualService', 'DestinationRule']);
    const interim = writeWaves(moves)[0]?.[0]?.to?.['spec'];
    expect(interim).toMatchObject({ subsets: [{ name: 'new' }, { name: 'old' }] });
  });

  test('without a route that moves one write is enough', () => {
    expect(order([{ from: rule('old'), to: rule('new') }])).toEqual(['DestinationRule']);
  });

  test('a host and a port that an old route is bound to stay as well', () => {
    const old = gateway('a.example.com', 'b.example.com');
    const more = { port: { number: 8080 }, hosts: ['*'] };
    const servers = [...(old['spec'] as { servers: object[] }).servers, more];
    const moves = [
      { from: { ...old, spec: { servers } }, to: gateway('b.example.com', 'c.example.com') },
      { from: route('v1'), to: route('v2') },
    ];
    const [[first] = []] = writeWaves(moves);
    expect(first?.isInterim).toBe(true);
    expect(first?.to?.['spec']).toEqual({
      servers: [
        { port: { number: 80 }, hosts: ['b.example.com', 'c.example.com', 'a.example.com'] },
        more,
      ],
    });
  });

  test('at no moment a route names a subset that is not there', () => {
    const names = fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 });
    const side = names.chain((subsets) =>
      fc.array(fc.constantFrom(...subsets), { minLength: 1, maxLength: 3 }).map((used) => ({
        subsets,
        used,
      })),
    );
    fc.assert(
      fc.property(side, side, (before, after) => {
        const count = Math.max(before.used.length, after.used.length);
        const routes = Array.from({ length: count }, (_, index): Move => {
          const [old, wanted] = [before.used[index], after.used[index]];
          const name = `route-${index}`;
          return {
            from: old === undefined ? undefined : route(old, 'edge', name),
            to: wanted === undefined ? undefined : route(wanted, 'edge', name),
          };
        });
        const rules = { from: rule(...before.subsets), to: rule(...after.subsets) };
        const live = new Map(
          [rules, ...routes].flatMap(({ from }) => (from ? [[titleOf(from), from] as const] : [])),
        );
        for (const wave of writeWaves([...routes, rules])) {
          for (const { move, to } of wave) {
            const title = titleOf((to ?? move.from) as KubernetesObject);
            if (to) live.set(title, to);
            else live.delete(title);
            for (const name of namedIn(live)) expect(subsetsIn(live)).toContain(name);
          }
        }
        expect(subsetsIn(live).sort()).toEqual([...after.subsets].sort());
      }),
    );
  });
});

function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

function namedIn(live: ReadonlyMap<string, KubernetesObject>): string[] {
  return [...live.values()]
    .filter(({ kind }) => kind === 'VirtualService')
    .map(({ spec }) => {
      const { http } = spec as { http: { route: { destination: { subset: string } }[] }[] };
      return http[0]?.route[0]?.destination.subset ?? '';
    });
}

function subsetsIn(live: ReadonlyMap<string, KubernetesObject>): string[] {
  const { subsets } = live.get('DestinationRule web')?.['spec'] as { subsets: { name: string }[] };
  return subsets.map(({ name }) => name);
}

describe('takesGround', () => {
  const from = gateway('*');
  const inOther = { ...rule('v1'), metadata: { name: 'web', namespace: 'other' } };

  test.each<[string, Move, KubernetesObject, boolean]>([
    ['a Gateway that goes', { from, to: undefined }, route('v1'), true],
    ['another Gateway', { from, to: undefined }, route('v1', 'other'), false],
    ['that of another namespace', { from, to: undefined }, route('v1', 'other/edge'), false],
    ['one by its full name', { from, to: undefined }, route('v1', 'default/edge'), true],
    ['a host that is closed', { from: gateway('a', 'b'), to: gateway('a') }, route('v1'), true],
    ['a host that is opened', { from: gateway('a'), to: gateway('a', 'b') }, route('v1'), false],
    ['a rule that goes', { from: rule(), to: undefined }, route('v1'), true],
    ['a rule for another host', { from: inOther, to: undefined }, route('v1'), false],
    ['a subset that goes', { from: rule('v1', 'v2'), to: rule('v2') }, route('v1'), true],
    ['a subset that nobody names', { from: rule('v1', 'v2'), to: rule('v1') }, route('v1'), false],
    ['a new object', { from: undefined, to: rule('v1') }, route('v1'), false],
    ['a route', { from: route('v1'), to: undefined }, route('v1'), false],
  ])('%s', (_, move, used, expected) => {
    expect(takesGround(move, used)).toBe(expected);
  });
});
