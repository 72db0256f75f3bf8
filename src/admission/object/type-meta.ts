import { didYouMean } from '../../foundation/did-you-mean.js';
import type { AdmissionProblem } from '../problem.js';
import { networkingGroup, servedVersions } from './known-kinds.js';

/**
 * Whether there is such a kind, in such a version, in Istio's networking group. Says nothing about an object of any
 * other group.
 */
export function validateTypeMeta(object: Record<string, unknown>): AdmissionProblem[] {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string') return [];
  const [group, version = '', ...rest] = apiVersion.split('/');
  if (group !== networkingGroup) return [];
  if (typeof kind !== 'string' || kind === '') {
    return [problem('kind', `kind is missing; ${networkingGroup} has ${knownKinds.join(', ')}`)];
  }
  const served = Object.hasOwn(servedVersions, kind) ? servedVersions[kind] : undefined;
  if (!served) {
    const guess = didYouMean(kind, knownKinds);
    const hint = guess === undefined ? `it has ${knownKinds.join(', ')}` : `did you mean ${guess}?`;
    return [problem('kind', `${networkingGroup} has no kind ${JSON.stringify(kind)}; ${hint}`)];
  }
  if (rest.length === 0 && served.includes(version)) return [];
  const versions = served.map((name) => `${networkingGroup}/${name}`).join(', ');
  return [problem('api-version', `${kind} is not served as ${apiVersion}, but as ${versions}`)];
}

const knownKinds = Object.keys(servedVersions);

function problem(topic: 'api-version' | 'kind', message: string): AdmissionProblem {
  const path = [topic === 'kind' ? 'kind' : 'apiVersion'];
  return { path, message, severity: 'error', topic };
}
