import type { ApplyResult } from '../../src/deploy/apply-result.js';
import { nothingPassedOver, type Finding, type LintResult } from '../../src/foundation/finding.js';
import { heldTable } from './held-table.js';
import type { Results } from '../../src/report/report.js';
import type { Prediction } from '../../src/traffic/result.js';

/** What a manifest may try to get into a log or a page. */
export const hostileTexts = [
  '\n::error::injected',
  '\r\n::add-mask::injected',
  '\n  ##[error]injected',
  '::set-output name=x::injected',
  '%0A::error::injected',
  '\u2028::error::injected',
  '\u001b[2J\u001b]0;injected\u0007',
  '\u202egnp.injected',
  '</details></td></table><script>injected()</script>',
  '<img src="https://evil.example/i.png" onerror="injected()">',
  '&lt;b&gt; &#60;b>',
  '[injected](https://evil.example)',
  '![injected](https://evil.example/i.png)',
  '[injected]: https://evil.example',
  '<https://evil.example>',
  'https://evil.example/?a=b',
  'www.evil.example',
  'injected@evil.example @injected #1',
  '`injected` ``` ~~~',
  '```mermaid\ngraph TD; A-->B; click A "https://evil.example"\n```',
  '| injected | \\| `a|b` |',
  '\\',
  '# injected',
  '- injected',
  '1. injected',
  '\n\n===\n---\n',
  '**injected** __injected__ ~~injected~~',
  '$\\href{https://evil.example}{injected}$',
  '<!-- -->',
];

const range = { line: 3, column: 5, endLine: 3, endColumn: 9 };

export function finding(text: string, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'max-ejection-percent-100',
    code: 'MF002',
    category: 'invariant',
    severity: 'error',
    message: `Said of ${text}.`,
    file: `mesh/${text}.yaml`,
    ...range,
    resource: { kind: 'DestinationRule', namespace: text, name: text },
    environment: null,
    related: [{ ...range, file: `${text}.yaml`, message: `because of ${text}` }],
    help: 'docs/rules/max-ejection-percent-100.md',
    url: 'https://github.com/mesh-failover/mesh-failover/blob/main/docs/rules/max-ejection-percent-100.md',
    ...more,
  };
}

export function prediction(text: string, more: Partial<Prediction> = {}): Prediction {
  return {
    host: text,
    port: 80,
    subset: text,
    publicHost: text,
    route: text,
    match: null,
    weight: 1,
    client: text,
    clientKind: 'gateway',
    clientLocality: text,
    scenario: text,
    split: [{ locality: text, share: 0.5, min: 0.25, max: 0.75 }],
    unanswered: 0,
    errors: 0.5,
    determined: false,
    reason: `as ${text} is unknown`,
    ...more,
  };
}

export function lintResult(findings: Finding[]): LintResult {
  const count = (severity: string) =>
    findings.filter((other) => other.severity === severity).length;
  return {
    version: 1,
    findings,
    summary: {
      files: 1,
      documents: 1,
      errors: count('error'),
      warnings: count('warning'),
      notices: count('notice'),
      ignored: 0,
      skipped: 0,
      predicted: 1,
      failing: 0,
      notModelled: 0,
      unitsNotRendered: 0,
      unread: 0,
      passedOver: nothingPassedOver,
    },
  };
}

export function results(text: string): Results & { lint: LintResult } {
  return {
    lint: lintResult([finding(text)]),
    predictions: heldTable([prediction(text)]),
    basis: [text, `3 manifests in ${text}`],
    text: () => `first\n${text}\n${text}`,
  };
}

export function applyResult(text: string): ApplyResult {
  const object = {
    kind: 'Gateway',
    namespace: text,
    name: text,
    file: `${text}.yaml`,
    line: 1,
    column: 1,
  };
  return {
    version: 1,
    dryRun: false,
    outcome: 'stopped',
    message: `Stopped at ${text}.`,
    notSent: [],
    warnings: [`the clusters are ${text}`],
    debts: [{ cluster: text, since: text, by: text, run: text, reason: text }],
    clusters: [
      {
        cluster: text,
        reachable: true,
        server: text,
        message: `cluster ${text} failed`,
        objects: [
          { ...object, result: 'failed', message: `refused: ${text}` },
          { ...object, result: 'created', warnings: [text] },
        ],
      },
    ],
    summary: {
      created: 1,
      configured: 0,
      unchanged: 0,
      pruned: 0,
      unstated: 0,
      terminating: 0,
      failed: 1,
      skipped: 0,
    },
  };
}
