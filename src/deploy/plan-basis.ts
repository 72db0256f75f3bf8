import { createHash } from 'node:crypto';
import type { Config } from '../config/config.js';
import { isRecord } from './field-set.js';
import { sortedJson } from './sorted-json.js';

/** The keys of the configuration that predictions rest on. */
const predictedFrom = [
  'profile',
  'rootNamespace',
  'meshConfig',
  'clusterDomain',
  'namespace',
  'environments',
  'clusters',
  'workloads',
  'clients',
  'scenarios',
  'links',
  'frontDoor',
] as const;

/** How a cluster is reached, and what is read for it, may differ from machine to machine. */
const ofTheMachine = ['context', 'kubeconfig', 'ingress', 'paths', 'sources'];

/** Digests of what the configuration file says, by its keys; a key that it does not have is missing. */
export type PlanBasis = Record<string, string>;

/** What the predictions of a plan rest on beside the objects. */
export function planBasis({ document, meshConfig }: Config): PlanBasis {
  const value: Record<string, unknown> = isRecord(document?.value) ? document.value : {};
  const basis: PlanBasis = {};
  for (const key of predictedFrom) {
    const own = value[key];
    if (own === undefined) continue;
    // The file that is named, and not only its name.
    basis[key] = digest(key === 'meshConfig' ? meshConfig : withoutMachine(own));
  }
  const kinds = isRecord(value['deploy']) ? value['deploy']['kinds'] : undefined;
  if (kinds !== undefined) basis['deploy.kinds'] = digest(kinds);
  return basis;
}

/** The keys in which a configuration is another one than that which the plan was made with. */
export function basisChanges(planned: PlanBasis, config: Config): string[] {
  const now = planBasis(config);
  return [...new Set([...Object.keys(planned), ...Object.keys(now)])]
    .filter((key) => planned[key] !== now[key])
    .toSorted();
}

export function isPlanBasis(value: unknown): value is PlanBasis {
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
}

function withoutMachine(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMachine);
  if (!isRecord(value)) return value;
  const isCluster = 'locality' in value && 'name' in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isCluster || !ofTheMachine.includes(key))
      .map(([key, own]) => [key, withoutMachine(own)]),
  );
}

function digest(value: unknown): string {
  return createHash('sha256').update(sortedJson(value)).digest('hex');
}
