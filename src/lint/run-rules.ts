import type { Finding } from '../foundation/finding.js';
import { joinedEffects, reaches, type FieldEffects } from '../foundation/field-effects.js';
import { kept } from '../foundation/kept.js';
import { placeAt, type Document } from '../manifest/document.js';
import type { Mesh } from '../mesh/mesh.js';
import type { FindingSubject, Place } from '../mesh/resource.js';
import { rules } from '../rules/index.js';
import type { RuleReport, Rule } from '../rules/rule.js';
import { findingAt } from './finding-at.js';
import type { RuleSettings } from './rule-settings.js';

/**
 * Runs every rule that is on against a mesh.
 *
 * @param environment The name of the mesh's environment; null: it is the only one.
 * @param concerns Whether a rule is to run, if not all.
 */
export function runRules(
  mesh: Mesh,
  settings: RuleSettings,
  environment: string | null,
  concerns: (rule: Rule) => boolean = () => true,
): Finding[] {
  const patched = new Map<Document, FieldEffects>();
  for (const { document, effects } of mesh.placed) {
    if (!effects) continue;
    const known = patched.get(document);
    patched.set(document, known ? joinedEffects([known, effects]) : effects);
  }
  return rules
    .filter((rule) => settings.isOn(rule) && concerns(rule))
    .flatMap((rule) => run(rule, mesh, patched, environment));
}

function run(
  rule: Rule,
  mesh: Mesh,
  patched: ReadonlyMap<Document, FieldEffects>,
  environment: string | null,
): Finding[] {
  const findings: Finding[] = [];
  const said = new Set<string>();
  const numbers = new Map<object, number>();
  rule.check(mesh, (report) => {
    const { dropped, document } = report.at.resource;
    // Fields of a wrong type were left out of the model; what follows from that would only mislead.
    const isGuess = rule.category !== 'admission' && dropped.length > 0;
    const effects = patched.get(document);
    if (isGuess || (effects && isUncertain(rule, report, effects))) return;
    // What `distinct` takes for one finding need not be located thousands of times.
    const { resource, path, part } = report.at;
    const number = kept(numbers, resource, () => numbers.size);
    const what = rule.category === 'admission' ? report.message : '';
    const key = JSON.stringify([number, path, part, what]);
    if (said.has(key)) return;
    said.add(key);
    findings.push(findingOf(rule, report, environment));
  });
  return findings;
}

/**
 * What a patch changes may be what it adds: of these fields nothing is certain. Of the others only what the object alone decides is,
 * since a patch may change what it has to do with other objects.
 */
function isUncertain(rule: Rule, { at, about }: RuleReport, effects: FieldEffects): boolean {
  return rule.needs !== 'object' || (about ?? [at.path]).some((path) => reaches(effects, path));
}

function findingOf(
  rule: Rule,
  { at, message, severity, related = [], fix }: RuleReport,
  environment: string | null,
): Finding {
  const { kind, namespace, name, document } = writtenSubject(at.resource);
  const place = placeOf(at);
  return findingAt(rule, {
    severity,
    message,
    file: place.file,
    range: place,
    resource: { kind, namespace, name },
    environment,
    related: [
      ...related.map(({ at: other, message: text }) => ({ ...placeOf(other), message: text })),
      ...(document.relatedAt?.(at.path) ?? []),
    ],
    ...(fix ? { fix } : {}),
  });
}

/** What stands for an object of the Gateway API has that object's document. */
function writtenSubject(subject: FindingSubject): FindingSubject {
  const written = subject.document.value['kind'];
  return typeof written === 'string' && written !== '' ? { ...subject, kind: written } : subject;
}

function placeOf({ resource, path, part }: Place) {
  return placeAt(resource.document, path, part);
}
