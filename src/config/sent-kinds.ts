import { deployedGroups, entriesOfKind, groupOf, splitApiVersion } from '../api/kinds.js';
import type { DeployConfig } from './config.js';

/** Whether objects of a kind are sent to clusters. */
export type SendsKind = (group: string, kind: string) => boolean;

/** One entry of `deploy.kinds`, taken apart. */
interface NamedKind {
  group: string;
  /** `*`: every kind of the group. */
  kind: string;
}

/** Which kinds a deployment sends: those of Istio's groups, and those that the configuration names. */
export function sentKinds({ kinds = [] }: Pick<DeployConfig, 'kinds'>): SendsKind {
  const named = kinds.flatMap((text) => namedKind(text) ?? []);
  return (group, kind) =>
    deployedGroups.includes(group) ||
    named.some((one) => one.group === group && (one.kind === '*' || one.kind === kind));
}

/** Whether an object is of a kind that is sent. */
export function isSent(value: Readonly<Record<string, unknown>>, sends: SendsKind): boolean {
  const { apiVersion, kind } = value;
  return typeof apiVersion === 'string' && typeof kind === 'string'
    ? sends(groupOf(apiVersion), kind)
    : false;
}

/** Kinds of the core group that are sent most often and that the registry does not have. */
const coreKinds = ['ConfigMap', 'Endpoints', 'LimitRange', 'ResourceQuota', 'ServiceAccount'];

/** What is never sent, and why. */
const neverSent: Readonly<Record<string, string>> = {
  Secret:
    'Secrets are not sent: their content would be kept with the state before the deployment, and shown in plans',
  'CustomResourceDefinition.apiextensions.k8s.io':
    'CustomResourceDefinitions are not sent: taking one back would delete every object of its kind',
};

/** What is wrong with an entry of `deploy.kinds`; undefined: nothing. */
export function sentKindProblem(text: string): string | undefined {
  const named = namedKind(text);
  if (!named) {
    return `"${text}" is no kind that is known; write KIND.GROUP, such as Telemetry.telemetry.istio.io`;
  }
  const { group, kind } = named;
  if (kind === '*' && group === '') return 'name the kinds of the core group one by one';
  if (kind === '*' && group === 'apiextensions.k8s.io') {
    return neverSent['CustomResourceDefinition.apiextensions.k8s.io'];
  }
  return neverSent[group === '' ? kind : `${kind}.${group}`];
}

/** `Service`, `HTTPRoute`, `Telemetry.telemetry.istio.io` or `*.gateway.networking.k8s.io`. */
function namedKind(text: string): NamedKind | undefined {
  const dot = text.indexOf('.');
  if (dot >= 0) return { kind: text.slice(0, dot), group: text.slice(dot + 1) };
  if (coreKinds.includes(text) || text === 'Secret') return { kind: text, group: '' };
  const [entry, second] = entriesOfKind(text);
  return entry && !second ? { kind: text, group: entry.group } : undefined;
}

/** The name of an object's kind, as `deploy.kinds` takes it: `Service`, or `HTTPRoute.gateway.networking.k8s.io`. */
export function fullKind({ apiVersion, kind }: { apiVersion: string; kind: string }): string {
  const { group } = splitApiVersion(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}
