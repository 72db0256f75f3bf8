import { isIstioGroup, istioGroup, istioKinds } from '../../api/kinds.js';
import { didYouMean } from '../../foundation/did-you-mean.js';
import type { AdmissionProblem } from '../problem.js';

/**
 * Whether there is such a kind, in such a version, in Istio's networking group. Says nothing about an object of any
 * other group.
 */
export function validateTypeMeta(object: Record<string, unknown>): AdmissionProblem[] {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string') return [];
  if (!isIstioGroup(apiVersion)) return [];
  if (typeof kind !== 'string' || kind === '') {
    return [problem('kind', `kind is missing; ${istioGroup} has ${knownKinds.join(', ')}`)];
  }
  const served = istioKinds.find((known) => known.kind === kind)?.versions;
  if (!served) {
    const guess = didYouMean(kind, knownKinds);
    const hint = guess === undefined ? `it has ${knownKinds.join(', ')}` : `did you mean ${guess}?`;
    return [problem('kind', `${istioGroup} has no kind ${JSON.stringify(kind)}; ${hint}`)];
  }
  const known = served.map((version) => `${istioGroup}/${version}`);
  if (known.includes(apiVersion)) return [];
  return [
    problem('api-version', `${kind} is not served as ${apiVersion}, but as ${known.join(', ')}`),
  ];
}

const knownKinds = istioKinds.map(({ kind }) => kind);

function problem(topic: 'api-version' | 'kind', message: string): AdmissionProblem {
  const path = [topic === 'kind' ? 'kind' : 'apiVersion'];
  return { path, message, severity: 'error', topic };
}
