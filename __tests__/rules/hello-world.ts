import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Finding } from '../../src/foundation/finding.js';
import { lintFiles, underlined, type Files } from './check-files.js';

const folder = new URL('../../examples/hello-world/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');

export const GATEWAY = 'gateway.yaml';
export const VIRTUAL_SERVICE = 'virtual-service.yaml';
export const DESTINATION_RULE = 'destination-rule.yaml';
export const HOST = 'hello-world.default.svc.cluster.local';

/** The guide's manifests, without a configuration. */
export const guide: Files = Object.fromEntries(
  [GATEWAY, VIRTUAL_SERVICE, DESTINATION_RULE].map((file) => [file, read(file)]),
);

/** The guide's manifests with a threshold that nothing is wrong with. */
export const manifests: Files = {
  ...guide,
  [DESTINATION_RULE]: read(DESTINATION_RULE).replace('5xxErrors: 1', '5xxErrors: 5'),
};

export const configuration: Files = { 'mesh-failover.yaml': read('mesh-failover.yaml') };

/** The example with a text replaced in one file; fails where the text is not there exactly once. */
export function change(files: Files, file: string, from: string, to: string): Files {
  const text = files[file] ?? '';
  if (text.split(from).length !== 2) throw new Error(`not once in ${file}: ${from}`);
  return { ...files, [file]: text.replace(from, () => to) };
}

/**
 * The number of the line that holds the text; fails where no line or several do. `a > b` is the first line
 * with `b` below the one that holds `a`.
 */
export function lineOf(files: Files, file: string, text: string): number {
  const [first = '', below] = text.split(' > ');
  const lines = (files[file] ?? '').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(first) ? [index + 1] : []));
  const [number] = found;
  if (number === undefined || found.length > 1) {
    throw new Error(`in ${found.length} lines of ${file}: ${first}`);
  }
  if (below === undefined) return number;
  const index = lines.findIndex((line, position) => position >= number && line.includes(below));
  if (index < 0) throw new Error(`not in ${file}: ${text}`);
  return index + 1;
}

/** A finding that a test expects: its rule, and the line that holds a text. */
export interface Expected {
  rule: string;
  file: string;
  /** A text that is in this line alone, see `lineOf`. */
  line: string;
  underlined?: string;
  severity?: Finding['severity'];
}

/** Lints the files and compares all that is found, in any order. */
export async function expectFindings(files: Files, expected: readonly Expected[]): Promise<void> {
  const { findings } = lintFiles(files);
  const found = findings.map((finding) => ({
    rule: finding.rule,
    file: finding.file,
    line: finding.line,
    underlined: underlined(finding, files),
    severity: finding.severity,
    message: finding.message,
  }));
  const wanted = expected.map((one) => ({
    rule: one.rule,
    file: one.file,
    line: lineOf(files, one.file, one.line),
    underlined: one.underlined ?? (expect.any(String) as unknown as string),
    severity: one.severity ?? 'error',
    message: expect.any(String) as unknown as string,
  }));
  const key = ({ file, line, rule }: { file: string; line: number; rule: string }) =>
    `${file}:${String(line).padStart(4)} ${rule}`;
  const sorted = <T extends { file: string; line: number; rule: string }>(list: T[]) =>
    list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  expect(sorted(found)).toEqual(sorted(wanted));
}

export const inRule = (from: string, to: string) => (files: Files) =>
  change(files, DESTINATION_RULE, from, to);
export const inRoute = (from: string, to: string) => (files: Files) =>
  change(files, VIRTUAL_SERVICE, from, to);
export const inGateway = (from: string, to: string) => (files: Files) =>
  change(files, GATEWAY, from, to);

/** Several changes, one after the other. */
export const all =
  (...changes: ((files: Files) => Files)[]) =>
  (files: Files) =>
    changes.reduce((changed, next) => next(changed), files);

export const OUTLIER_DETECTION = `    outlierDetection:
      consecutive5xxErrors: 5
      interval: 1s
      baseEjectionTime: 30s
      maxEjectionPercent: 100
`;
export const FIRST_FROM = `          - from: europe-west1
            to:
              europe-west1: 50
              us-central1: 50
`;
export const SECOND_FROM = `          - from: us-central1
            to:
              us-central1: 50
              europe-west1: 50
`;
export const DISTRIBUTE = `        distribute:
${FIRST_FROM}${SECOND_FROM}`;

/** Puts text below the traffic policy: further fields of it, or of the spec. */
export const below = (text: string) => inRule(SECOND_FROM, SECOND_FROM + text);

const SUBSET = `  subsets:
    - name: v2
      labels:
        version: v2
`;
export const toSubset = inRoute(HOST, `${HOST}\n            subset: v2`);

/** The route leads to a subset with a policy of its own. */
export const withSubset = (policy: string) =>
  all(toSubset, below(`${SUBSET}${policy === '' ? '' : `      trafficPolicy:\n${policy}`}`));

/** Settings for a port with a locality setting of their own, and whatever is added. */
export const portLevel = (port: number, more = '') => `    portLevelSettings:
      - port: # of the port
          number: ${port}
${more}        loadBalancer:
          localityLbSetting:
            distribute:
              - from: '*'
                to:
                  europe-west1: 60
                  us-central1: 40
`;

export const ofRule = (rule: string, line: string, text?: string): Expected => ({
  rule,
  file: DESTINATION_RULE,
  line,
  ...(text === undefined ? {} : { underlined: text }),
});

/** No DestinationRule applies to the routed host any more. */
export const policyMissing: Expected = {
  rule: 'failover-policy-missing',
  file: VIRTUAL_SERVICE,
  line: 'host:',
  severity: 'warning',
};
