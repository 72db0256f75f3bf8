// @ts-check
import { withoutEjectionPercent, withoutOutlierDetection } from '../layout.mjs';
import { all, application, deployment, rule, service } from '../objects.mjs';

const shop = { namespace: 'shop' };

/** @param {string} name @param {string} [more] */
const chart = (name, more = '') => `apiVersion: v2
name: ${name}
version: 1.0.0
${more}`;

const templated = `{{- if .Values.mesh.enabled }}
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: {{ include "web.fullname" . }}
  labels:
    {{- include "web.labels" . | nindent 4 }}
spec:
  host: {{ include "web.fullname" . }}.{{ .Release.Namespace }}.svc.cluster.local
  trafficPolicy:
    {{- toYaml .Values.mesh.trafficPolicy | nindent 4 }}
{{- end }}
`;

const policy = `    loadBalancer:
      localityLbSetting:
        enabled: true
        failover:
          - { from: us-east1, to: us-west1 }
          - { from: us-west1, to: us-east1 }
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 5s
      baseEjectionTime: 30s
      maxEjectionPercent: 100
`;

const named = `{{- define "web.fullname" -}}
{{ .Chart.Name }}
{{- end }}
{{- define "web.labels" -}}
app: {{ .Chart.Name }}
{{- end }}
`;

/** @param {string} folder @param {string} name */
function chartIn(folder, name) {
  return {
    [`${folder}/Chart.yaml`]: chart(name),
    [`${folder}/values.yaml`]: `mesh:\n  enabled: true\n  trafficPolicy:\n${policy}replicas: 2\n`,
    [`${folder}/templates/_helpers.tpl`]: named,
    [`${folder}/templates/destination-rule.yaml`]: templated,
    [`${folder}/templates/deployment.yaml`]:
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n',
    [`${folder}/templates/tests/test.yaml`]:
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: "{{ .Release.Name }}-test"\n',
    [`${folder}/templates/NOTES.txt`]: 'Have fun.\n',
  };
}

/** @type {import('../layout.mjs').Layout[]} */
export const helm = [
  {
    name: 'helm-chart',
    summary: 'A chart with a subchart and values per environment, beside a plain rule.',
    files: {
      ...chartIn('chart', 'web'),
      ...chartIn('chart/charts/cache', 'cache'),
      'chart/values-dev.yaml': 'replicas: 1\n',
      'chart/values-prod.yaml': 'replicas: 6\n',
      'mesh/pay.yaml': all(service('pay', shop), rule('pay', shop)),
    },
    environments: [],
    renderedEnvironments: ['dev', 'prod'],
    units: ['folder:.', 'helm:chart'],
    notices: ['not-rendered'],
    mistake: withoutEjectionPercent('mesh/pay.yaml'),
  },
  {
    name: 'helm-umbrella',
    summary:
      'An umbrella chart whose dependencies are charts beside it, with a rule that no template needs.',
    files: {
      ...chartIn('charts/web', 'web'),
      ...chartIn('charts/pay', 'pay'),
      'charts/shop/Chart.yaml': chart(
        'shop',
        'dependencies:\n  - name: web\n    version: 1.0.0\n    repository: file://../web\n' +
          '  - name: pay\n    version: 1.0.0\n    repository: file://../pay\n',
      ),
      'charts/shop/values.yaml': 'web:\n  replicas: 3\npay:\n  replicas: 3\n',
      'mesh.yaml': all(service('pay', shop), rule('pay', shop)),
    },
    environments: [],
    units: ['folder:.', 'helm:charts/pay', 'helm:charts/web'],
    notices: ['not-rendered'],
    mistake: withoutOutlierDetection('mesh.yaml'),
  },
  {
    name: 'helmfile',
    summary: 'A helmfile with values per environment, charts from elsewhere and plain manifests.',
    files: {
      'helmfile.yaml': `environments:
  dev: {}
  prod: {}
---
repositories:
  - name: istio
    url: https://istio-release.storage.googleapis.com/charts
releases:
  - name: istiod
    namespace: istio-system
    chart: istio/istiod
    values:
      - values/istiod.yaml
  - name: web
    namespace: shop
    chart: ./manifests
    values:
      - values/{{ .Environment.Name }}.yaml.gotmpl
`,
      'values/istiod.yaml': 'meshConfig:\n  accessLogFile: /dev/stdout\n',
      'values/dev.yaml.gotmpl': 'replicas: {{ .Values.replicas }}\n',
      'values/prod.yaml': 'replicas: {{ .Values.replicas }}\n',
      'manifests/web.yaml': all(deployment('web', shop), service('web', shop), rule('web', shop)),
    },
    environments: [],
    units: ['folder:.'],
    mistake: withoutEjectionPercent('manifests/web.yaml'),
  },
  {
    name: 'placeholders',
    summary: 'Some manifests are filled in by envsubst, others are plain.',
    files: {
      'k8s/template.yaml': application('web', { namespace: '${NAMESPACE}' }),
      'k8s/pay.yaml': all(service('pay', shop), rule('pay', shop)),
      'deploy.sh': 'envsubst < k8s/template.yaml | kubectl apply -f -\n',
    },
    environments: [],
    units: ['folder:.'],
    notices: ['not-rendered'],
    mistake: withoutEjectionPercent('k8s/pay.yaml'),
  },
];
