import type { Config } from '../config/config.js';
import type { Manifests } from '../manifest/document.js';
import { buildMesh, type Mesh } from '../mesh/mesh.js';
import { placeByPaths } from '../mesh/placed-document.js';
import type { Place } from '../mesh/resource.js';
import type { Report, Rule } from '../rules/rule.js';
import { rules } from '../rules/index.js';
import { rule as duplicateKey } from '../rules/no-duplicate-keys.js';
import { rule as unreadable } from '../rules/readable-manifest.js';
import type { TableRow } from '../traffic/table.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import { findingAt } from './finding-at.js';
import { applyIgnores, misplacedIgnores } from './apply-ignores.js';
import { finish, withSettings } from './finish.js';
import { ignoresIn } from './ignores.js';
import { readFindings } from './read-problems.js';
import { RuleSettings } from './rule-settings.js';
import { tableFindings, tableRules } from './table-findings.js';

/** Findings, and the model that they were found in. */
export interface Linted {
  result: LintResult;
  mesh: Mesh;
  /** The findings again, with those that the predicted table gives reason for. */
  withTable: (rows: readonly TableRow[]) => LintResult;
}

/**
 * Runs every rule that the configuration does not switch off.
 *
 * @param now Ignores that ended before this day (UTC) count for nothing.
 * @param hasIgnores Whether inline ignores count at all.
 */
export function lint(
  manifests: Manifests,
  config: Config,
  now = new Date(),
  mesh: Mesh = buildMesh(config, placeByPaths(config, manifests.documents)),
  hasIgnores = true,
): Linted {
  const settings = new RuleSettings(config);
  const found = distinct([
    ...readFindings(manifests.problems, { 'duplicate-key': duplicateKey, unreadable }),
    ...rules.filter((rule) => settings.isOn(rule)).flatMap((rule) => run(rule, mesh)),
  ]);
  const ignores = hasIgnores ? ignoresIn(mesh.documents, (file) => manifests.text(file)) : [];
  const misplaced = misplacedIgnores(
    config.document ? ignoresIn([config.document], () => undefined) : [],
  );
  const { files, count: documents, skipped } = manifests;
  const today = now.toISOString().slice(0, 10);
  const leftOut = rules.filter((rule) => settings.isLeftOut(rule));
  const conclude = (all: readonly Finding[], notRun: readonly Rule[]): LintResult => {
    const reported = withSettings(all, settings);
    const silent = [...notRun, ...leftOut];
    const { kept, ignored, misused } = applyIgnores(reported, ignores, rules, silent, today);
    const nothing = { errors: 0, warnings: 0, notices: 0 };
    const summary = { files, documents, ...nothing, ignored, skipped };
    const findings = [...kept, ...withSettings([...misused, ...misplaced], settings)];
    return finish({ version: 1, findings, summary });
  };
  return {
    result: conclude(found, tableRules),
    mesh,
    // What an ignore silences still explains the numbers of the table.
    withTable: (rows) => conclude([...found, ...tableFindings(rows, mesh, found)], []),
  };
}

function run(rule: Rule, mesh: Mesh): Finding[] {
  const findings: Finding[] = [];
  rule.check(mesh, (report) => {
    const isGuess = rule.category !== 'admission' && report.at.resource.dropped.length > 0;
    // Fields of a wrong type were left out of the model; what follows from that would only mislead.
    if (!isGuess) findings.push(findingOf(rule, report));
  });
  return findings;
}

function findingOf(rule: Rule, { at, message, severity, related = [], fix }: Report): Finding {
  const { kind, namespace, name, document } = at.resource;
  return findingAt(rule, {
    severity,
    message,
    file: document.file,
    range: rangeOf(at),
    resource: { kind, namespace, name },
    related: related.map(({ at: place, message: text }) => ({
      file: place.resource.document.file,
      ...rangeOf(place),
      message: text,
    })),
    ...(fix ? { fix } : {}),
  });
}

function rangeOf({ resource, path, part }: Place) {
  return resource.document.locate(path, part);
}

/** Several clients, ports or subsets lead to one place: it is said once, for the first. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, file, line, column, resource, message, category }) => {
    const what = category === 'admission' ? message : '';
    const key = JSON.stringify([rule, file, line, column, resource, what]);
    return !seen.has(key) && seen.add(key);
  });
}
