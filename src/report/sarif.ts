import packageJson from '../../package.json' with { type: 'json' };
import type { Severity } from '../foundation/severity.js';
import type { Finding, Fix, RelatedPlace } from '../foundation/finding.js';
import { fingerprints } from '../lint/fingerprint.js';
import type { Range } from '../foundation/range.js';
import { rules } from '../rules/index.js';
import { toJson } from './json.js';
import { notEvaluated } from './not-evaluated.js';
import type { Formatter } from './report.js';
import { safeLines, safeText } from '../foundation/safe-text.js';
import { withinLimit } from './sarif-limit.js';
import { sarifRule } from './sarif-rule.js';

const schema =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** What addresses are relative to: the working folder, wherever it is. */
const root = '%SRCROOT%';

/** SARIF 2.1.0, for code scanning: one run, with every rule and its help. */
export const sarif: Formatter = ({ lint, predictions, text }) => {
  const findings = lint?.findings ?? [];
  const { kept, notification } = withinLimit(findings);
  const notes = [
    ...(notification === undefined ? [] : [notification]),
    ...(lint ? notEvaluated(lint.summary, predictions !== undefined) : []),
  ];
  // Of all findings, so that they do not depend on what is left out.
  const prints = new Map(
    fingerprints(findings, text).map((print, index) => [findings[index], print]),
  );
  const run = {
    tool: {
      driver: {
        name: 'mesh-failover',
        version: packageJson.version,
        informationUri: 'https://github.com/mesh-failover/mesh-failover',
        rules: rules.map(sarifRule),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [root]: { description: { text: 'The working folder.' } } },
    ...(notes.length > 0 ? { invocations: [invocationOf(notes)] } : {}),
    results: kept.map((finding) => resultOf(finding, prints.get(finding) ?? '')),
  };
  return [`${toJson({ $schema: schema, version: '2.1.0', runs: [run] })}\n`];
};

function invocationOf(notes: readonly string[]): object {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: notes.map((text) => ({ level: 'warning', message: { text } })),
  };
}

const levels: Record<Severity, string> = { error: 'error', warning: 'warning', notice: 'note' };

function resultOf(finding: Finding, fingerprint: string): object {
  const { rule, code, category, severity, message, resource, related, fix } = finding;
  const ruleIndex = rules.findIndex(({ name }) => name === rule);
  return {
    ruleId: rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: messageText(message) },
    locations: [
      {
        physicalLocation: physicalLocation(finding),
        ...(resource ? { logicalLocations: [logicalLocation(resource)] } : {}),
      },
    ],
    ...(related.length ? { relatedLocations: related.map(relatedLocation) } : {}),
    ...(fix ? { fixes: [fixOf(fix)] } : {}),
    // Code scanning goes by the first one; without it, it would go by the text around the line.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'meshFailover/v1': fingerprint },
    properties: { code, category },
  };
}

function physicalLocation(place: Range & { file: string }): object {
  return { artifactLocation: artifactLocation(place.file), region: region(place) };
}

function relatedLocation(place: RelatedPlace, id: number): object {
  const physical = physicalLocation(place);
  return { id, physicalLocation: physical, message: { text: messageText(place.message) } };
}

function logicalLocation({ kind, namespace, name }: NonNullable<Finding['resource']>): object {
  return {
    name: safeText(name),
    kind: 'resource',
    fullyQualifiedName: safeText(`${kind} ${namespace}/${name}`),
  };
}

/** Both count columns from 1 in UTF-16 units, with an exclusive end. */
function region({ line, column, endLine, endColumn }: Range): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function artifactLocation(file: string): object {
  return { uri: file.split('/').map(encodeSegment).join('/'), uriBaseId: root };
}

function encodeSegment(segment: string): string {
  // Half a character cannot be encoded.
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function fixOf({ description, edits }: Fix): object {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: messageText(description) },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifactLocation(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map(({ range, text }) => ({ deletedRegion: region(range), insertedContent: { text } })),
    })),
  };
}

/** In a message, `[text](target)` would be a link. */
function messageText(text: string): string {
  return safeLines(text).replace(/\](?=\()/g, '] ');
}
