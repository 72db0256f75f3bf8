import { expect, test } from '@jest/globals';
import { Project } from '../../src/project/project.js';
import { requestKey, type Rendering } from '../../src/units/rendering/request.js';
import { refuseUnrendered } from '../../src/work/refuse-unrendered.js';

const rule =
  'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: web }\nspec: { host: web }\n';

const patched = Project.of({
  files: {
    'top/kustomization.yaml': 'resources: [rule.yaml]\npatches: [{ path: patch.yaml }]\n',
    'top/rule.yaml': rule,
    'top/patch.yaml': rule.replace('host: web', 'host: pay'),
  },
});

const chart = Project.of({
  files: {
    'rule.yaml': rule,
    'web/Chart.yaml': 'name: web\n',
    'web/templates/rule.yaml': rule.replace('web', '{{ .Release.Name }}'),
  },
});

function rendered(rendering: Rendering): Project {
  return patched.withRenderings(
    new Map([[requestKey({ tool: 'kustomize', folder: 'top' }), rendering]]),
  );
}

test('an object that a patch changes is not sent as it is written', () => {
  expect(() => refuseUnrendered(patched, { prune: false })).toThrow(
    /DestinationRule default\/web \(top\/rule\.yaml:3\) is changed before it gets to a cluster.*--render auto/s,
  );
});

test('once it is rendered, it is sent', () => {
  const files = new Map<string, string>();
  const done = { text: rule, files, templates: files, charts: files };
  expect(() => refuseUnrendered(rendered(done), { prune: true })).not.toThrow();
});

test('a rendering that failed stops everything', () => {
  expect(() =>
    refuseUnrendered(rendered({ failure: 'kustomize is ill' }), { prune: false }),
  ).toThrow(/kustomize:top: .*kustomize is ill/);
});

test('a chart that is not rendered forbids only to delete', () => {
  expect(() => refuseUnrendered(chart, { prune: false })).not.toThrow();
  expect(() => refuseUnrendered(chart, { prune: true })).toThrow(
    /--prune would delete what helm:web renders to/,
  );
});
