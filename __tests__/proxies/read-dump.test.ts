import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pairDumps, redactedDump } from '../../src/proxies/read-dump.js';
import { dumpOf, readDump, socket, targetsIn, web } from './dump.js';

const text = JSON.stringify(dumpOf());

describe('reading a dump', () => {
  test('gives the same, whatever the size of its parts and its spaces', () => {
    const whole = [...readDump(text, 1_000_000).sections];
    for (const size of [1, 2, 3, 7, 64]) expect([...readDump(text, size).sections]).toEqual(whole);
    expect([...readDump(JSON.stringify(dumpOf(), null, 2), 5).sections]).toEqual(whole);
  });

  test('takes every text for what it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), (name, size) => {
        const dump = dumpOf({ virtualHost: { name } });
        const kept = readDump(JSON.stringify(dump), size);
        const [routes] = kept.sections.get('dynamic_route_configs')!;
        expect(routes).toMatchObject({
          // What is no character of its own is replaced, as everywhere in UTF-8.
          route_config: {
            virtual_hosts: [{ name: new TextDecoder().decode(new TextEncoder().encode(name)) }],
          },
        });
      }),
    );
  });

  test.each([
    ['', 'it is empty'],
    ['configs: []', 'it does not begin with "{"'],
    ['{"configs": [', 'it ends in the middle'],
    [text.slice(0, -40), 'it ends in the middle'],
    [`${text} x`, 'there is more behind the end'],
    ['{"kind": "List", "items": []}', 'it has no clusters'],
    ['{"configs": [{"dynamic_active_clusters": [{"cluster": {}}]}]}', 'has no endpoints'],
    ['{"configs": [{"dynamic_active_clusters": [{"cluster": {x}}]}]}', 'what is not JSON'],
    [`{"configs": ${'['.repeat(400)}`, 'nested more than 300 deep'],
    [`{"configs": [{"dynamic_active_clusters": [{"a": ${'{"a": '.repeat(400)}`, 'nested more than'],
    [`{"${'k'.repeat(2000)}": 1}`, 'a key that no dump has'],
  ])('refuses what is no dump: %.50s', (wrong, message) => {
    expect(() => readDump(wrong)).toThrow(message);
    expect(() => readDump(wrong)).toThrow(/^dump\.json: /);
  });

  test('keeps no secret', () => {
    const dump = dumpOf({
      cluster: { transport_socket: { typed_config: { private_key: { inline_string: 'hush' } } } },
      virtualHost: {
        request_headers_to_add: [{ header: { key: 'x', value: 'hush' } }],
        routes: [
          {
            match: {
              prefix: '/',
              headers: [
                { name: 'Authorization', string_match: { exact: 'hush' } },
                { name: 'x-api-key', exact_match: 'hush' },
                { name: 'x-user', string_match: { exact: 'ann' } },
              ],
            },
            direct_response: { status: 200, body: { inline_string: 'hush' } },
          },
        ],
      },
    });
    const redacted = [...redactedDump(readDump(JSON.stringify(dump)))].join('');
    expect(redacted).not.toContain('hush');
    expect(redacted).toContain('ann');
  });

  test('writes a dump that reads the same', () => {
    const kept = readDump(text);
    const again = readDump([...redactedDump(kept)].join(''));
    expect([...again.sections]).toEqual([...kept.sections]);
  });

  test('takes names of prototypes for names', () => {
    const dump = text
      .replaceAll(web, '__proto__')
      .replace('"prefix":"/"', '"prefix":"/","headers":[{"name":"__proto__","exact_match":"x"}]');
    const [target] = targetsIn(JSON.parse(dump) as object);
    expect(target!.cluster!.name).toBe('__proto__');
    expect(target!.subject.match).toContain('__proto__');
    expect(({} as Record<string, unknown>)['exact']).toBeUndefined();
  });
});

describe('the hosts of /clusters', () => {
  const hosts = (name: string) => ({
    cluster_statuses: [{ name, host_statuses: [{ address: socket('10.0.0.1') }] }],
  });

  test('belong to the dump with the same clusters', () => {
    const files = [hosts(web), dumpOf()].map((own) => readDump(JSON.stringify(own)));
    const paired = pairDumps(files);
    expect(paired).toHaveLength(1);
    expect(paired[0]!.sections.has('cluster_statuses')).toBe(true);
  });

  test('of another proxy are refused', () => {
    const files = [dumpOf(), hosts('another')].map((own) => readDump(JSON.stringify(own)));
    expect(() => pairDumps(files)).toThrow('no config dump that was named has the same');
  });
});
