import { describe, expect, test } from '@jest/globals';
import { linesOf, parsed, repository, rule } from './repository.js';
import { hasPlaceholder } from '../../src/units/placeholders.js';

const isTemplate = (spec: object, metadata: object = { name: 'n' }) => {
  const text = JSON.stringify({ apiVersion: 'networking.istio.io/v1', kind: 'X', metadata, spec });
  const [document] = parsed({ 'a.yaml': text })[0]?.documents ?? [];
  return document !== undefined && hasPlaceholder(document);
};

test.each([
  '${HOST}',
  'a.${NS}.svc.cluster.local',
  '${HOST:-x}',
  '${host:=y}',
  '$HOST',
  '$(HOST)',
  '<host>',
  '<your-app>.example.com',
  '{{ host }}',
  '{{ .Values.host }}.x',
  'APP_NAME',
  'APP_NAME.default.svc.cluster.local',
  'NAMESPACE',
  'USER_NAME-shop',
  'ratings.YOUR_NAME-shop.svc.cluster.local',
  '__HOST__',
  '@HOST@',
  'YOUR-DOMAIN.com',
  '((host))',
  '${{ values.host }}',
  '${{values.host}}.shop.svc.cluster.local',
  '<%= host %>',
  '{% host %}',
  '[[ host ]]',
  '#{Host}#',
])('%s is a placeholder', (text) => {
  expect(isTemplate({ host: text })).toBe(true);
  expect(isTemplate({}, { name: text })).toBe(true);
  expect(isTemplate({ hosts: ['a', text] })).toBe(true);
});

test.each([
  'reviews',
  'reviews.prod.svc.cluster.local',
  '*.example.com',
  '*',
  'A.example.com',
  'Shop',
  'istio-system/gw',
  'V1',
  'ROUND_ROBIN.x'.toLowerCase(),
  '.',
  '/',
  'a_b',
  'us-east1/*',
  '$',
  '1.2.3.4',
  'kubernetes://x.y',
])('%s is an ordinary name', (text) => {
  expect(isTemplate({ host: text, hosts: [text] }, { name: text })).toBe(false);
});

test('values that are words in capitals, patterns and headers are none', () => {
  const spec = {
    trafficPolicy: { loadBalancer: { simple: 'ROUND_ROBIN' }, tls: { mode: 'ISTIO_MUTUAL' } },
    http: [
      {
        match: [
          {
            uri: { regex: '^/a/(?<id>[^/]+)/$' },
            headers: { 'x-a': { exact: '${x}' } },
            method: { exact: 'GET_ALL' },
          },
        ],
        rewrite: { uriRegexRewrite: { match: '(.*)', rewrite: '$1' } },
        headers: { request: { set: { a: '%REQ(:path)% $b {{c}}' } } },
      },
    ],
    resolution: 'DNS_ROUND_ROBIN',
    location: 'MESH_EXTERNAL',
  };
  expect(isTemplate(spec, { name: 'n', annotations: { note: '{{x}} <y>' } })).toBe(false);
});

describe('in a repository', () => {
  test('templates are counted once per unit, and are neither objects nor problems', () => {
    const found = repository({
      'a.yaml': `${rule('${APP}', 'n')}\n---\n${rule('ok', 'n')}`,
      'b/c.yaml': rule('APP_NAME', 'n'),
      'd.yaml':
        'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: {{ name }}, x: [}\n',
      'e.yaml':
        '{% if x %}\napiVersion: networking.istio.io/v1\nkind: DestinationRule\n{% endif %}\n',
    });
    expect(linesOf(found)).toEqual(['-: DestinationRule n/ok folder:.']);
    expect(found.problems).toEqual([]);
    expect(found.notRendered.map(({ unit, file, message }) => [unit.id, file, message])).toEqual([
      [
        'folder:.',
        'a.yaml',
        'Not checked: 2 objects with placeholders and 2 template files. Fill in the values and pipe the result into `mesh-failover check -`.',
      ],
    ]);
    expect(found.units).toMatchObject([{ id: 'folder:.', rendered: false, objects: 1 }]);
  });

  test('ytt', () => {
    const text =
      '#@ load("@ytt:data", "data")\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: #@ data.values.name\nspec: {host: x}\n';
    const found = repository({ 'a.yaml': text });
    expect(linesOf(found)).toEqual([]);
    expect(found.notRendered).toHaveLength(1);
  });

  test.each(['%SSO_HOST%', '@HOST@'])('a value that a script replaces: %s', (value) => {
    const text = `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: n}\nspec:\n  hosts:\n  - ${value}\n`;
    const found = repository({ 'a.yaml': text });
    expect(found.problems).toEqual([]);
    expect(found.notRendered).toHaveLength(1);
    // Elsewhere in the file it explains nothing.
    const other = repository({ 'a.yaml': `${text.replace(value, "'" + value + "'")}  ports: [\n` });
    expect(other.problems).toHaveLength(1);
  });

  test('a file that is wrong without being a template keeps its problem', () => {
    const found = repository({
      'a.yaml': 'apiVersion: networking.istio.io/v1\nkind: [\n# {{ x }}\n',
    });
    expect(found.problems).toHaveLength(1);
    expect(found.notRendered).toEqual([]);
  });

  test('the same placeholder in two folders makes no alternatives', () => {
    const found = repository({ 'a/x.yaml': rule('${APP}', 'n'), 'b/x.yaml': rule('${APP}', 'n') });
    expect(found.environments).toHaveLength(1);
  });
});
