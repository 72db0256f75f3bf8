/** 500 kubeconfigs with faults of all kinds: each is used, or refused in words, soon and without a secret of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { connect } from '../../src/cluster/connect.js';
import { UserError } from '../../src/foundation/errors.js';
import { ApiStub } from '../cluster/api-stub.js';

const secrets = [
  'correct-horse-token',
  'battery-staple-password',
  'exec-argument-secret',
  'exec-env-secret',
  'url-secret',
];
const encoded = secrets.map((secret) => Buffer.from(secret).toString('base64'));

let stub: ApiStub;
/** In form alone: whether it is one shows when it is used. */
const certificate = Buffer.from(
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
).toString('base64');
beforeAll(async () => {
  stub = new ApiStub();
  await stub.start();
  stub.answer({ status: 200, body: { gitVersion: 'v1.36.0' } });
});
afterAll(() => stub.stop());

type Random = () => number;

function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

/** One of the ways to log in, with secrets where kubeconfigs have them. */
function whole(random: Random) {
  const [token, password, argument, variable, inUrl] = secrets as [
    string,
    string,
    string,
    string,
    string,
  ];
  const users = [
    { token },
    { username: 'me', password },
    {
      'client-certificate-data': certificate,
      'client-key-data': Buffer.from(token).toString('base64'),
    },
    {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'false',
        args: ['--token', argument],
        env: [{ name: 'TOKEN', value: variable }],
      },
    },
    {
      'auth-provider': {
        name: 'gcp',
        config: {
          'access-token': token,
          'cmd-path': 'false',
          'cmd-args': argument,
          expiry: '2020-01-01T00:00:00Z',
        },
      },
    },
    { token, as: 'other', 'as-groups': ['a', 'b'], 'as-user-extra': { scopes: ['x'] } },
    { tokenFile: '/nowhere/token', token },
  ];
  const clusters = [
    { server: stub.url },
    { server: stub.url, 'insecure-skip-tls-verify': true },
    { server: stub.url, 'certificate-authority-data': certificate },
    { server: stub.url.replace('//', `//me:${inUrl}@`) },
    { server: stub.url, 'proxy-url': `http://me:${inUrl}@127.0.0.1:1` },
    { server: stub.url, 'tls-server-name': 'x', 'certificate-authority': '/nowhere/ca' },
  ];
  return {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'here' },
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u', namespace: 'n' } }],
    clusters: [{ name: 'c', cluster: pick(random, clusters) }],
    users: [{ name: 'u', user: pick(random, users) }],
    preferences: {},
  };
}

const odd: readonly unknown[] = [
  ...[
    null,
    0,
    -1,
    1e300,
    true,
    '',
    ' ',
    'x',
    '\u0000',
    '\u001b[2J',
    '::error::x',
    '__proto__',
    '%s',
    '../../etc/passwd',
  ],
  ...[[], [[]], [null], {}, { a: 1 }, { constructor: 5 }, { toString: 'x' }, 'x'.repeat(100_000)],
  ...[
    'https://',
    'http://[::1',
    'javascript:0',
    'file:///etc/passwd',
    'http://127.0.0.1:1',
    '/dev/zero',
    '/dev/stdin',
    '/proc/self/environ',
  ],
  Array.from({ length: 1_000 }).reduce<object>((inner) => ({ inner }), {}),
];

/** Every place in a value where something else may be. */
function placesIn(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

/** Something else in one place, nothing, the same twice, or under another name. */
function mutateValue(random: Random, value: object): void {
  const { holder, key } = pick(random, placesIn(value));
  const own = holder[key];
  const change = pick(random, [
    () => (holder[key] = pick(random, odd)),
    () => (holder[key] = pick(random, odd)),
    () => delete holder[key],
    () => (holder[key] = [own, own]),
    () => (holder[key] = { [key]: own }),
    () => {
      delete holder[key];
      holder[pick(random, ['__proto__', 'constructor', key.toUpperCase(), `${key} `, ''])] = own;
    },
  ]);
  change();
}

/** As a person or a broken download would. */
function mutateText(random: Random, text: string): string | Buffer {
  const at = Math.floor(random() * text.length);
  const [before, behind] = [text.slice(0, at), text.slice(at)];
  const pieces = [
    '\t',
    '\n',
    ': ',
    '{',
    '}',
    '[',
    ',',
    '"',
    "'",
    '#',
    '&a ',
    '*a',
    '!!js/function ',
    '!!binary ',
    '---\n',
    '<<: ',
    '\u0000',
    '\uFEFF',
    '%YAML 9',
    '|',
    '>',
    '? ',
  ];
  return pick<() => string | Buffer>(random, [
    () => before,
    () => behind,
    () => before + pick(random, pieces) + behind,
    () => before + pick(random, pieces) + behind,
    () => before + behind.slice(1 + Math.floor(random() * 5)),
    () => Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xfe]), Buffer.from(behind)]),
    () => Buffer.from(text, 'utf16le'),
    () => text + text,
    () => `${text}\n${pick(random, pieces).repeat(1_000)}`,
  ])();
}

/** Indented YAML, as kubectl writes it. */
function asYaml(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return ` ${JSON.stringify(value)}\n`;
  }
  return `\n${Object.entries(value)
    .map(
      ([key, own]) =>
        `${indent}${Array.isArray(value) ? '-' : `${key}:`}${asYaml(own, `${indent}  `)}`,
    )
    .join('')}`;
}

function kubeconfigOf(seed: number): string | Buffer {
  const random = randomFrom(seed);
  const value = whole(random);
  const kind = seed % 4;
  if (kind === 1 || kind === 2) {
    for (let count = 0; count <= random() * 3; count += 1) mutateValue(random, value);
  }
  const text = random() < 0.5 ? JSON.stringify(value) : asYaml(value).trimStart();
  return kind < 2 ? text : mutateText(random, text);
}

async function outcomeOf(file: string): Promise<unknown> {
  const warnings: string[] = [];
  const times = { connectMs: 500, answerMs: 500, pluginMs: 500 };
  const env = { PATH: process.env['PATH'], HOME: stub.folder };
  try {
    const cluster = await connect(
      { name: 'a', locality: 'x', kubeconfig: file },
      { ...times, env, warn: (text) => warnings.push(text) },
    );
    await cluster.version();
    return warnings.join('\n');
  } catch (error) {
    return error;
  }
}

test('500 mutated kubeconfigs', async () => {
  const file = join(stub.folder, 'mutated');
  const ends = { used: 0, 'refused as a file': 0, 'refused as a cluster': 0 };
  for (let seed = 0; seed < 500; seed += 1) {
    writeFileSync(file, kubeconfigOf(seed));
    const outcome = await outcomeOf(file);
    const where = `seed ${seed}`;
    if (typeof outcome === 'string') ends.used += 1;
    else if (outcome instanceof UserError) ends['refused as a file'] += 1;
    else if (outcome instanceof ClusterError) ends['refused as a cluster'] += 1;
    else throw new Error(`${where}: an internal error`, { cause: outcome });
    const text = outcome instanceof Error ? outcome.message : outcome;
    const shown = [...secrets, ...encoded].filter((secret) => text.includes(secret));
    expect([where, shown]).toEqual([where, []]);
    expect([where, /\n\s+at /.test(text)]).toEqual([where, false]);
  }
  // Each kind of end is met, or the mutations are too weak or too strong.
  expect(Math.min(...Object.values(ends))).toBeGreaterThan(10);
}, 120_000);
