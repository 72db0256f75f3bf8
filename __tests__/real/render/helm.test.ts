import { expect, test } from '@jest/globals';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeAt } from '../../../src/manifest/document.js';
import { describeReal } from '../describe-real.js';
import { ofKind, pathOf, renderedIn, renderTree, withTree, writtenAt } from './on-disk.js';

const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;

const helpers = `{{- define "full" -}}
{{ .Release.Name }}-{{ .Chart.Name }}
{{- end -}}
`;

const rule = `{{- if .Capabilities.APIVersions.Has "networking.istio.io/v1" }}
{{- /* a comment of
several lines: no: key */}}
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: {{ include "full" . }}
  labels:
    app: web
spec:
  host: {{ .Values.host }}
  trafficPolicy:
    outlierDetection:
      interval: {{ .Values.outlier.interval | quote }}
      maxEjectionPercent: 10
      {{- with .Values.outlier.more }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    connectionPool:
      {{- toYaml .Values.pool | nindent 6 }}
    loadBalancer:
      localityLbSetting:
        enabled: true
        failover:
        {{- range .Values.failover }}
          - from: {{ .from }}
            to: {{ .to }}
        {{- end }}
{{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports: [{ name: http, port: 80 }]
`;

const values = `host: web.shop.svc.cluster.local
outlier:
  interval: 5s
pool:
  tcp:
    maxConnections: 7
failover:
  - { from: a1, to: b1 }
  - { from: b1, to: a1 }
`;

const web = {
  'web/Chart.yaml': chart('web'),
  'web/values.yaml': values,
  'web/templates/_helpers.tpl': helpers,
  'web/templates/rule.yaml': rule,
  'web/templates/NOTES.txt': 'Hello {{ .Release.Name }}\n',
};

describeReal('charts', ['helm'], () => {
  test('a field is at its line of the template, with the values that it comes from', async () => {
    const project = await renderTree(web, pathOf('helm'));
    expect(project.repository.units.map(({ id, renderedBy }) => [id, renderedBy])).toEqual([
      ['helm:web', 'helm'],
    ]);
    const [found] = ofKind(project, 'DestinationRule');
    if (!found) throw new Error('not rendered');
    const outlier = ['spec', 'trafficPolicy', 'outlierDetection'];
    const at = (path: (string | number)[]) => writtenAt(found, path, web);
    expect(at([...outlier, 'maxEjectionPercent'])).toEqual({
      file: 'web/templates/rule.yaml',
      text: '10',
    });
    expect(at([...outlier, 'interval'])).toEqual({
      file: 'web/templates/rule.yaml',
      text: '{{ .Values.outlier.interval | quote }}',
    });
    expect(found.relatedAt?.([...outlier, 'interval'])).toEqual([
      expect.objectContaining({ file: 'web/values.yaml', line: 3 }),
    ]);
    // What an action inserts is at the action.
    const inserted = ['spec', 'trafficPolicy', 'connectionPool', 'tcp', 'maxConnections'];
    expect(at(inserted).text).toBe('{{- toYaml .Values.pool | nindent 6 }}');
    expect(found.relatedAt?.(inserted)).toEqual([
      expect.objectContaining({ file: 'web/values.yaml', line: 6 }),
    ]);
    const to = ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting', 'failover', 1, 'to'];
    expect(at(to).text).toBe('{{ .to }}');
    expect(at(['metadata', 'name']).text).toBe('{{ include "full" . }}');
    const { findings } = project.lint();
    const percent = findings.filter((one) => one.rule === 'max-ejection-percent-100');
    expect(percent.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'web/templates/rule.yaml:15',
    ]);
    const [service] = ofKind(project, 'Service');
    expect(service && placeAt(service, ['spec', 'ports', 0, 'port']).line).toBe(36);
  });

  test('values for stages are environments; those of a parent count in a subchart', async () => {
    const files = {
      ...web,
      'web/values-dev.yaml': 'cache:\n  outlier: { interval: 7s }\n',
      'web/values-prod.yaml': 'outlier:\n  interval: 9s\n',
      'web/charts/cache/Chart.yaml': chart('cache'),
      'web/charts/cache/values.yaml': values,
      'web/charts/cache/templates/rule.yaml': rule,
    };
    const project = await renderTree(files, pathOf('helm'));
    expect(project.repository.environments.map(({ name }) => name)).toEqual(['dev', 'prod']);
    const intervals = project.repository.environments.map(({ documents }) =>
      documents
        .filter(({ document }) => document.value['kind'] === 'DestinationRule')
        .map(({ document }) => {
          const path = ['spec', 'trafficPolicy', 'outlierDetection', 'interval'];
          const [related] = document.relatedAt?.(path) ?? [];
          return `${document.file} ${related?.file ?? ''}:${String(related?.line)}`;
        })
        .sort(),
    );
    expect(intervals).toEqual([
      [
        'web/charts/cache/templates/rule.yaml web/values-dev.yaml:2',
        'web/templates/rule.yaml web/values.yaml:3',
      ],
      [
        'web/charts/cache/templates/rule.yaml web/charts/cache/values.yaml:3',
        'web/templates/rule.yaml web/values-prod.yaml:2',
      ],
    ]);
  });

  test('the sources of the configuration are rendered for their clusters', async () => {
    const files = {
      ...web,
      'values/east.yaml': 'outlier: { interval: 11s }\n',
      'mesh-failover.yaml': `version: 1
render: auto
clusters:
  - name: east
    locality: a1
    sources:
      - helm: { chart: web, release: e, namespace: shop, values: [values/east.yaml] }
  - name: west
    locality: b1
    sources:
      - helm: { chart: web, release: w, namespace: shop, set: { outlier.interval: "13s, {x}", host: pay } }
`,
    };
    const project = await renderTree(files, pathOf('helm'));
    const [environment] = project.repository.environments;
    const rules = environment?.documents
      .filter(({ document }) => document.value['kind'] === 'DestinationRule')
      .map(({ document, cluster, namespace }) => [
        cluster,
        namespace,
        JSON.stringify(document.value['spec']),
      ]);
    expect(rules?.map(([cluster, namespace]) => [cluster, namespace])).toEqual([
      ['east', 'shop'],
      ['west', 'shop'],
    ]);
    expect(rules?.[0]?.[2]).toContain('"interval":"11s"');
    expect(rules?.[1]?.[2]).toContain('"interval":"13s, {x}"');
    expect(rules?.[1]?.[2]).toContain('"host":"pay"');
  });

  test('a chart reads nothing outside of itself', async () => {
    const files = {
      'secret.txt': 'TOP-SECRET',
      ...web,
      'web/templates/leak.yaml': `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: leak
  annotations:
    a: {{ .Files.Get "../secret.txt" | quote }}
    b: {{ .Files.Get "../../../../../../etc/hostname" | quote }}
    c: {{ (.Files.Glob "../**").AsConfig | quote }}
    d: {{ (lookup "v1" "Secret" "default" "x") | quote }}
    e: {{ getHostByName "localhost" | quote }}
spec: { host: x }
`,
    };
    const project = await renderTree(files, pathOf('helm'));
    const leak = ofKind(project, 'DestinationRule').find(({ value }) =>
      JSON.stringify(value).includes('leak'),
    );
    expect(JSON.stringify(leak?.value)).not.toContain('TOP-SECRET');
    expect(leak?.value['metadata']).toMatchObject({ annotations: { a: '', b: '', e: '' } });
  });

  test('a link out of the workspace is refused, one inside is what it leads to', async () => {
    await withTree({ 'outside.txt': 'TOP-SECRET' }, async (outside) => {
      await withTree(web, async (folder) => {
        symlinkSync(join(outside, 'outside.txt'), join(folder, 'web/secret.txt'));
        const project = await renderedIn(folder, pathOf('helm'));
        const [unit] = project.repository.units;
        expect(unit?.notRendered).toMatch(
          /web\/secret\.txt is or leads through a symbolic link out of the workspace/,
        );
      });
      await withTree(web, async (folder) => {
        writeFileSync(join(folder, 'shared.yaml'), 'outlier: { interval: 3s }\n');
        symlinkSync('../shared.yaml', join(folder, 'web/values-x.yaml'));
        expect((await renderedIn(folder, pathOf('helm'))).repository.units[0]?.renderedBy).toBe(
          'helm',
        );
      });
    });
  });

  test('links that lead back do not take long', async () => {
    await withTree(web, async (folder) => {
      for (const name of ['a', 'b', 'c']) symlinkSync('.', join(folder, 'web/templates', name));
      const [unit] = (await renderedIn(folder, pathOf('helm'))).repository.units;
      expect(unit?.notRendered).toMatch(/its files are too many or too large|is too deep/);
    });
  });

  test('dependencies come from the workspace alone', async () => {
    const umbrella = (repository: string) => ({
      ...web,
      'shop/Chart.yaml': chart(
        'shop',
        `dependencies:\n  - { name: web, version: 1.0.0, repository: "${repository}" }\n`,
      ),
      'shop/templates/rule.yaml': rule.replaceAll('"full"', '"full"'),
      'shop/values.yaml': values,
    });
    const there = await renderTree(umbrella('file://../web'), pathOf('helm'));
    const shop = there.repository.units.find(({ id }) => id === 'helm:shop');
    expect([shop?.renderedBy, shop?.notRendered]).toEqual(['helm', undefined]);
    expect(ofKind(there, 'DestinationRule').map(({ file }) => file)).toContain(
      'web/templates/rule.yaml',
    );
    const elsewhere = await renderTree(umbrella('https://charts.example.com'), pathOf('helm'));
    const unit = elsewhere.repository.units.find(({ id }) => id === 'helm:shop');
    expect(unit?.notRendered).toMatch(
      /its dependency web is not in shop\/charts; run helm dependency build/,
    );
  });

  test('names that would be options are none', async () => {
    const files = { ...web, 'web/Chart.yaml': chart('--post-renderer=/bin/true') };
    const [unit] = (await renderTree(files, pathOf('helm'))).repository.units;
    expect(unit?.notRendered).toMatch(/is no name that Helm takes for a release/);
  });
});
