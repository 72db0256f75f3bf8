import { isMapping } from '../../foundation/values.js';
import { byteLength } from '../../foundation/byte-length.js';
import { didYouMean } from '../../foundation/did-you-mean.js';
import { type Field, type ReportProblem } from '../field.js';
import { validateOwners } from './owner-references.js';

const name = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const subdomain = new RegExp(`^${name}(?:\\.${name})*$`);
const label = new RegExp(`^${name}$`);
const qualifiedName = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const longestSubdomain = 253;
const longestLabel = 63;
const mostAnnotationBytes = 256 * 1024;

type Type = 'text' | 'number' | 'map' | 'list';

/** The fields of ObjectMeta. Source: k8s.io/apimachinery pkg/apis/meta/v1/types.go. */
const fields: Readonly<Record<string, Type>> = {
  name: 'text',
  generateName: 'text',
  namespace: 'text',
  selfLink: 'text',
  uid: 'text',
  resourceVersion: 'text',
  generation: 'number',
  creationTimestamp: 'text',
  deletionTimestamp: 'text',
  deletionGracePeriodSeconds: 'number',
  labels: 'map',
  annotations: 'map',
  ownerReferences: 'list',
  finalizers: 'list',
  managedFields: 'list',
};

const typeWords: Readonly<Record<Type, string>> = {
  text: 'a text',
  number: 'a whole number',
  map: 'a map of texts',
  list: 'a list',
};

/**
 * What the API server asks of an object's metadata.
 * Source: k8s.io/apimachinery pkg/api/validation/objectmeta.go, and strict decoding of ObjectMeta.
 */
export function validateObjectMeta(metadata: Field, report: ReportProblem): void {
  if (metadata.isSet && !isMapping(metadata.value)) {
    report({ at: metadata, topic: 'metadata', message: 'metadata must be a map of fields' });
    return;
  }
  validateFields(metadata, report);
  validateName(metadata, report);
  validateNamespace(metadata.get('namespace'), report);
  validateLabels(metadata.get('labels'), report);
  validateAnnotations(metadata.get('annotations'), report);
  validateOwners(metadata.get('ownerReferences'), report);
  validateFinalizers(metadata.get('finalizers'), report);
  validateTimestamps(metadata, report);
}

function validateFields(metadata: Field, report: ReportProblem): void {
  for (const [key, at] of metadata.entries) {
    const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (!type) {
      const guess = didYouMean(key, Object.keys(fields));
      const hint = guess === undefined ? '' : `; did you mean ${guess}?`;
      const message = `unknown field metadata.${key}${hint}`;
      report({ at, topic: 'unknown-field', part: 'key', message });
    } else if (at.isSet && !isOfType(at.value, type)) {
      const message = `metadata.${key} must be ${typeWords[type]}`;
      report({ at, topic: 'metadata', message });
    }
  }
}

function isOfType(value: unknown, type: Type): boolean {
  if (type === 'text') return typeof value === 'string';
  if (type === 'number') return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63;
  return type === 'list' ? Array.isArray(value) : isMapping(value);
}

function validateName(metadata: Field, report: ReportProblem): void {
  const given = metadata.get('name');
  const prefix = metadata.get('generateName');
  if (given.text === '' && prefix.text === '') {
    // Of a wrong type is another problem, already told.
    if (given.isSet && typeof given.value !== 'string') return;
    report({ at: given, topic: 'metadata', message: 'metadata.name is missing' });
    return;
  }
  for (const at of [given, prefix]) {
    if (at.text === '' || (at === given ? isName(at.text) : isPrefix(at.text, given.text)))
      continue;
    const message = `${at.path.join('.')} "${at.text}" is no valid name: small letters, digits, "-" and ".", with a letter or digit at both ends, at most ${longestSubdomain} characters`;
    report({ at, topic: 'metadata', message });
  }
}

function isName(text: string): boolean {
  return text.length <= longestSubdomain && subdomain.test(text);
}

/** The API server appends letters and digits to a prefix, and cuts it where they would not fit. */
function isPrefix(text: string, name: string): boolean {
  const generated = `${text.slice(0, longestLabel - suffix.length)}${suffix}`;
  return isName(text.replace(/-$/, 'a')) && (name !== '' || isName(generated));
}

const suffix = 'aaaaa';

function validateNamespace(at: Field, report: ReportProblem): void {
  const { text } = at;
  if (text === '' || (label.test(text) && text.length <= longestLabel)) return;
  const message = `metadata.namespace "${text}" is no valid namespace: small letters, digits and "-", with a letter or digit at both ends, at most ${longestLabel} characters`;
  report({ at, topic: 'metadata', message });
}

function validateLabels(labels: Field, report: ReportProblem): void {
  for (const [key, at] of labels.entries) {
    validateKey(key, at, 'a label', report);
    if (!at.isSet || typeof at.value !== 'string') {
      validateMapValue(at, report);
    } else if (at.text !== '' && (!qualifiedName.test(at.text) || at.text.length > longestLabel)) {
      const message = `"${at.text}" is no valid value of a label: letters, digits, "-", "_" and ".", with a letter or digit at both ends, at most ${longestLabel} characters`;
      report({ at, topic: 'metadata', message });
    }
  }
}

function validateAnnotations(annotations: Field, report: ReportProblem): void {
  let bytes = 0;
  for (const [key, at] of annotations.entries) {
    // Unlike a label's, the case of an annotation's prefix does not matter.
    validateKey(key.toLowerCase(), at, 'an annotation', report);
    validateMapValue(at, report);
    bytes += byteLength(key) + byteLength(at.text);
  }
  if (bytes <= mostAnnotationBytes) return;
  const message = `the annotations are ${bytes} bytes long; ${mostAnnotationBytes} is the most`;
  report({ at: annotations, topic: 'metadata', message });
}

function validateMapValue(at: Field, report: ReportProblem): void {
  if (!at.isSet || typeof at.value === 'string') return;
  const hint = isMapping(at.value) || Array.isArray(at.value) ? '' : '; put it in quotes';
  const message = `${at.path.slice(0, 2).join('.')}: the value of ${at.path.at(-1)} must be a text${hint}`;
  report({ at, topic: 'metadata', message });
}

function validateKey(key: string, at: Field, what: string, report: ReportProblem): void {
  if (isKey(key)) return;
  const message = `"${at.path.at(-1)}" is no valid key of ${what}`;
  report({ at, topic: 'metadata', part: 'key', message });
}

/** A name with or without a domain before it. Source: k8s.io/apimachinery pkg/util/validation IsQualifiedName. */
function isKey(key: string): boolean {
  const [prefix = '', last, ...rest] = key.includes('/') ? key.split('/') : ['a', key];
  return (
    rest.length === 0 &&
    last !== undefined &&
    last.length <= longestLabel &&
    qualifiedName.test(last) &&
    prefix.length <= longestSubdomain &&
    subdomain.test(prefix)
  );
}

function validateFinalizers(finalizers: Field, report: ReportProblem): void {
  for (const at of finalizers.items) {
    if (isKey(at.text)) continue;
    const message = `${JSON.stringify(at.value)} is no valid finalizer`;
    report({ at, topic: 'metadata', message });
  }
}

function validateTimestamps(metadata: Field, report: ReportProblem): void {
  for (const key of ['creationTimestamp', 'deletionTimestamp']) {
    const at = metadata.get(key);
    if (typeof at.value !== 'string' || isTime(at.text)) continue;
    const message = `metadata.${key} must be a time such as 2026-01-31T12:00:00Z, but is "${at.text}"`;
    report({ at, topic: 'metadata', message });
  }
}

/** RFC 3339 as Go reads it. Unlike JavaScript it knows no hour 24, and how long a month is. */
function isTime(text: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)T(?!24)\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)$/.exec(
    text,
  );
  const [, day = ''] = match ?? [];
  if (Number.isNaN(Date.parse(day)) || Number.isNaN(Date.parse(text.replace(',', '.'))))
    return false;
  return new Date(day).toISOString().startsWith(day);
}
