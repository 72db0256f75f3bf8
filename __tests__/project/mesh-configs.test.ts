import { describe, expect, test } from '@jest/globals';
import { Project } from '../../src/project/project.js';

const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec: {host: web}
`;
const on = { localityLbSetting: { enabled: true } };
const off = { localityLbSetting: { enabled: false } };
const values = (meshConfig: object, key?: string) =>
  JSON.stringify(key === undefined ? { meshConfig } : { [key]: { meshConfig }, other: { a: 1 } });

/** The environments with the setting that holds in each, and the file that says it. */
function chosen(files: Record<string, string>): string[] {
  return Project.of({ files: { 'app/dr.yaml': rule, ...files } }).environments.map(
    ({ name, mesh, meshConfigFile }) =>
      `${name ?? '-'} ${String(mesh.config.meshConfig?.localityLbSetting?.enabled)} ${meshConfigFile ?? '-'}`,
  );
}

describe('values of stages are alternatives', () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      'files of one folder',
      { 'istio/values-dev.yaml': values(on), 'istio/values-prod.yaml': values(off) },
      ['values-dev true istio/values-dev.yaml', 'values-prod false istio/values-prod.yaml'],
    ],
    [
      'over values that are common to them',
      {
        'istio/values.yaml': values({ ...on, rootNamespace: 'mesh' }),
        'istio/values-dev.yaml': values({}),
        'istio/values-prod.yaml': values(off),
      },
      ['values-dev true istio/values-dev.yaml', 'values-prod false istio/values-prod.yaml'],
    ],
    [
      'folders',
      { 'istio/staging/values.yaml': values(on), 'istio/production/values.yaml': values(off) },
      ['production false istio/production/values.yaml', 'staging true istio/staging/values.yaml'],
    ],
    [
      'files beside the folders of the same stages',
      {
        'deploy/dev/dr.yaml': rule.replace('web,', 'a,'),
        'deploy/prod/dr.yaml': rule.replace('web,', 'a,'),
        'deploy/test/dr.yaml': rule.replace('web,', 'a,'),
        'istio/values-prod.yaml': values(off),
        'istio/values-dev.yaml': values(on),
      },
      ['dev true istio/values-dev.yaml', 'prod false istio/values-prod.yaml', 'test undefined -'],
    ],
    [
      'one stage over the common values',
      { 'istio/values.yaml': values(on), 'istio/values-prod.yaml': values(off) },
      ['- false istio/values-prod.yaml'],
    ],
    [
      'IstioOperators',
      Object.fromEntries(
        [on, off].map((meshConfig, index) => [
          `mesh/${index === 0 ? 'qa' : 'live'}/operator.yaml`,
          JSON.stringify({
            apiVersion: 'install.istio.io/v1alpha1',
            kind: 'IstioOperator',
            spec: { meshConfig },
          }),
        ]),
      ),
      ['live false mesh/live/operator.yaml', 'qa true mesh/qa/operator.yaml'],
    ],
  ])('%s', (_, files, expected) => {
    expect(chosen(files)).toEqual(expected);
  });

  test('two of one environment that differ are an error that names both', () => {
    expect(() =>
      chosen({ 'istio/values-a.yaml': values(on), 'istio/values-b.yaml': values(off) }),
    ).toThrow(
      'istio/values-a.yaml and istio/values-b.yaml hold different mesh configurations; name the file',
    );
    expect(() =>
      chosen({ 'istio/values-prod.yaml': values(on), 'other/values-prod.yaml': values(off) }),
    ).toThrow('istio/values-prod.yaml and other/values-prod.yaml');
  });

  test('what the prediction does not read is no difference', () => {
    expect(
      chosen({
        'a/values-istio.yaml': values({ ...on, accessLogFile: '/dev/stdout' }),
        'b/values-istio.yaml': values({ ...on, enableTracing: true }),
      }),
    ).toEqual(['- true a/values-istio.yaml']);
  });
});

describe('below the key of a subchart', () => {
  test.each<[string, Record<string, string>]>([
    ['in a values file', { 'istio/values.yaml': values(on, 'istiod') }],
    ['in a folder of values', { 'values/control-plane.yaml': values(on, 'controlPlane') }],
    [
      'in the values of a chart with istiod as a subchart',
      {
        'istio/values.yaml': values(on, 'istiod'),
        'istio/Chart.yaml': 'name: mesh\ndependencies: [{name: istiod, version: 1.31.0}]\n',
      },
    ],
    [
      'in the same under an alias',
      {
        'istio/values.yaml': values(on, 'plane'),
        'istio/Chart.yaml': 'name: mesh\ndependencies: [{name: istiod, alias: plane}]\n',
      },
    ],
    [
      'in a HelmRelease',
      {
        'istio/release.yaml': JSON.stringify({
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          kind: 'HelmRelease',
          metadata: { name: 'mesh' },
          spec: { values: { istiod: { meshConfig: on } } },
        }),
      },
    ],
    [
      'in the text of an Application',
      {
        'istio/app.yaml': JSON.stringify({
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Application',
          metadata: { name: 'mesh' },
          spec: { sources: [{ chart: 'istiod', helm: { values: values(on, 'istiod') } }] },
        }),
      },
    ],
  ])('%s', (_, files) => {
    const [file = ''] = Object.keys(files);
    expect(chosen(files)).toEqual([`- true ${file}`]);
  });

  test('what another program calls so is none', () => {
    expect(chosen({ 'app/values.yaml': values({ image: 'x' }, 'proxy') })).toEqual([
      '- undefined -',
    ]);
  });
});

test('an unknown field is a warning at its key, once for all environments', () => {
  const files = {
    'dev/dr.yaml': rule,
    'prod/dr.yaml': rule,
    'values.yaml': 'a: 1\nistiod:\n  meshConfig:\n    trustDomain: a\n    localityLBSetting: {}\n',
  };
  const { findings } = Project.of({ files }).lint();
  expect(findings).toMatchObject([
    {
      rule: 'known-mesh-config-fields',
      severity: 'warning',
      file: 'values.yaml',
      line: 5,
      column: 5,
      message: 'unknown field "localityLBSetting" of MeshConfig; did you mean "localityLbSetting"?',
    },
  ]);
});
