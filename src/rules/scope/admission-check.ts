import {
  validate,
  validatedKinds,
  validateTypeMeta,
  type AdmissionProblem,
  type Topic,
  type ValidatedKind,
} from '../../admission/validate.js';
import type { Document } from '../../manifest/document.js';
import { isMapping } from '../../mesh/conform.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Subject } from '../../mesh/resource.js';
import type { Rule } from '../rule.js';
import { fixAt } from './fix-at.js';

/** What the API server and istiod's webhook say of an object; several rules ask for the same one. */
const known = new WeakMap<Document, AdmissionProblem[]>();

/** The check of a rule that stands for some of the topics that an object is refused for. */
export function admissionCheck(topics: readonly Topic[]): Rule['check'] {
  return (mesh, report) => {
    for (const { subject, problem } of admissionProblems(mesh, topics)) {
      const { path, part, message, severity, mend } = problem;
      const at = { resource: subject, path, ...(part ? { part } : {}) };
      report({ at, message, severity, fix: mend && fixAt(at, mend) });
    }
  };
}

/** The problems of the given topics, in the order of the manifests. */
export function* admissionProblems(
  { documents }: Pick<Mesh, 'documents'>,
  topics: readonly Topic[],
): Generator<{ subject: Subject; problem: AdmissionProblem }> {
  for (const document of documents) {
    for (const problem of problemsOf(document)) {
      if (topics.includes(problem.topic)) yield { subject: subjectOf(document), problem };
    }
  }
}

function problemsOf(document: Document): AdmissionProblem[] {
  let problems = known.get(document);
  if (!problems) {
    const { value } = document;
    const typeMeta = validateTypeMeta(value);
    const isOurs = isIstio(value) && isValidatedKind(value['kind']);
    problems = isOurs
      ? [...typeMeta, ...validate(value['kind'] as ValidatedKind, value)]
      : typeMeta;
    known.set(document, problems);
  }
  return problems;
}

function isIstio({ apiVersion }: Record<string, unknown>): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith('networking.istio.io/');
}

function isValidatedKind(kind: unknown): boolean {
  return (validatedKinds as readonly unknown[]).includes(kind);
}

function subjectOf(document: Document): Subject {
  const { kind, metadata } = document.value;
  const { name, namespace } = isMapping(metadata) ? metadata : {};
  const text = (value: unknown, otherwise: string) => {
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  return {
    kind: text(kind, ''),
    namespace: text(namespace, 'default'),
    name: text(name, ''),
    document,
    dropped: [],
  };
}
