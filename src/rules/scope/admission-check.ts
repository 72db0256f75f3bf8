import type { Memory } from '../../foundation/memory.js';
import { isMapping } from '../../foundation/values.js';
import { isValidated, kindOf } from '../../api/kinds.js';
import {
  topics as allTopics,
  validate,
  validateTypeMeta,
  type AdmissionProblem,
  type Topic,
} from '../../admission/validate.js';
import { validateGatewayApi } from '../../admission/gateway-api/validate.js';
import type { Document } from '../../manifest/document.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { FindingSubject } from '../../mesh/resource.js';
import type { Rule } from '../rule.js';
import { fixAt } from './fix-at.js';

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

/** What the API server or istiod's webhook says of an object. */
interface SubjectProblem {
  subject: FindingSubject;
  problem: AdmissionProblem;
}

/** The problems of the given topics, in the order of the manifests. */
export function admissionProblems(mesh: Refused, topics: readonly Topic[]): SubjectProblem[] {
  return allProblems(mesh).filter(({ problem }) => topics.includes(problem.topic));
}

/** What the problems of objects follow from. */
type Refused = Pick<Mesh, 'documents' | 'memory' | 'known'>;

/** Most rules ask for them. What is wrong with an object by itself stays so when others change. */
function allProblems({ documents, memory, known }: Refused): SubjectProblem[] {
  return memory.of(
    documents,
    () => documents.flatMap((document) => known.of(document, problemsOf)),
    allProblems,
  );
}

/** The documents that the API server or istiod's webhook refuses. */
export function refusedDocuments(mesh: Refused): Set<Document> {
  const errors = admissionProblems(mesh, allTopics).filter(
    ({ problem }) => problem.severity === 'error',
  );
  return new Set(errors.map(({ subject }) => subject.document));
}

function problemsOf(document: Document, memory: Memory): SubjectProblem[] {
  const { value } = document;
  const kind = kindOf(value);
  const problems = [
    ...validateTypeMeta(value),
    ...(isValidated(kind) ? validate(kind.id, value) : validateGatewayApi(value, memory)),
  ];
  return problems.map((problem) => ({ subject: subjectOf(document), problem }));
}

function subjectOf(document: Document): FindingSubject {
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
