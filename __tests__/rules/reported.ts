import { basisOf } from '../../src/report/basis.js';
import type { Prediction } from '../../src/traffic/result.js';
import { inspectFiles, type Files } from './check-files.js';

/** Mapping keys in the flow style of YAML. */
type Fields = Record<string, unknown>;

/** An object of any kind, named `namespace/name`. */
export function objectOf(apiVersion: string, kind: string, name: string, spec: object): string {
  const [namespace, own] = name.split('/');
  return JSON.stringify({ apiVersion, kind, metadata: { namespace, name: own }, spec });
}

/** A Service, named `namespace/name`. */
export function service(name: string, port = 80): string {
  const app = name.split('/')[1];
  return objectOf('v1', 'Service', name, { selector: { app }, ports: [{ name: 'http', port }] });
}

/** Of Istio's API. */
export function istio(kind: string, name: string, spec: Fields): string {
  return objectOf('networking.istio.io/v1', kind, name, spec);
}

/** A Gateway for shop.com, and a VirtualService that leads all of its requests to a destination. */
export function publicEntry(destination: Fields): string[] {
  return [
    istio('Gateway', 'shop/public', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.com'] }],
    }),
    istio('VirtualService', 'shop/public', {
      hosts: ['shop.com'],
      gateways: ['public'],
      http: [{ route: [{ destination }] }],
    }),
  ];
}

/** A DestinationRule with a locality setting and outlier detection; null: without. */
export function rule(
  name: string,
  setting: Fields | null,
  outlierDetection: Fields | null = { maxEjectionPercent: 100, consecutive5xxErrors: 5 },
  more: Fields = {},
): string {
  const [namespace = '', own = ''] = name.split('/');
  return istio('DestinationRule', name, {
    host: `${own}.${namespace}.svc.cluster.local`,
    trafficPolicy: {
      ...(setting && { loadBalancer: { localityLbSetting: setting } }),
      ...(outlierDetection && { outlierDetection }),
    },
    ...more,
  });
}

export function all(...objects: string[]): string {
  return objects.join('\n---\n');
}

/** A configuration, and objects that are in one file. */
export function repository(objects: string, config?: Fields): Files {
  return {
    'app.yaml': objects,
    ...(config && { 'mesh-failover.yaml': JSON.stringify({ version: 1, ...config }) }),
  };
}

/** What a check says: `severity rule`, each once and sorted; the messages; the rows; the header. */
export function verdictOf(files: Files) {
  const project = inspectFiles(files);
  const { lint, rows } = project.check();
  const { findings } = lint;
  const predictions = rows.map(({ prediction }) => prediction);
  return {
    findings: [...new Set(findings.map(({ severity, rule: own }) => `${severity} ${own}`))].sort(),
    messages: findings.map(({ message }) => message),
    places: findings.map(({ rule: own, file, line }) => `${own} ${file}:${line}`),
    header: basisOf(project, new Date(0)).join('\n'),
    clients: [...new Set(predictions.map(({ clientLocality }) => clientLocality))],
    scenarios: [...new Set(predictions.map(({ scenario }) => scenario))],
    /** The same of what callers from outside ask for. */
    publicRow: (client: string, scenario: string) =>
      numbersOf(
        predictions.find(
          (one) =>
            one.publicHost !== null && one.scenario === scenario && one.clientLocality === client,
        ),
      ),
    /** The split of a client's requests in per cent, and the errors. */
    row: (client: string, scenario: string) =>
      numbersOf(
        predictions.find(
          (one) =>
            one.scenario === scenario && (one.client === client || one.clientLocality === client),
        ),
      ),
  };
}

function numbersOf(row: Prediction | undefined): string {
  if (!row) return 'no row';
  if (row.errors === null) return `unknown: ${String(row.reason)}`;
  const shares = row.split
    .filter(({ share }) => share > 0.0005)
    .map(({ locality, share }) => `${locality} ${Math.round(share * 100)}`);
  return `${shares.join(', ') || 'nobody'}; errors ${Math.round(row.errors * 100)}`;
}
