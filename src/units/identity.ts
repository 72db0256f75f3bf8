import {
  entryOf,
  gatewayApiGroup,
  groupOf,
  isModelled,
  istioGroup,
  routingGroups,
  routingKinds,
} from '../api/kinds.js';
import type { Document } from '../manifest/document.js';
import { textAt } from '../foundation/values.js';

/** What an object is called; the namespace is that of the manifest. */
export interface ObjectIdentity {
  group: string;
  kind: string;
  namespace: string | undefined;
  name: string;
}

/** Undefined for what is no object: without kind, apiVersion or name. */
export function identityOf({ value }: Document): ObjectIdentity | undefined {
  const apiVersion = textAt(value, 'apiVersion');
  const kind = textAt(value, 'kind');
  const name = textAt(value, 'metadata', 'name');
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return {
    group: groupOf(apiVersion),
    kind,
    namespace: textAt(value, 'metadata', 'namespace'),
    name,
  };
}

/** Whether an object says how requests are routed, or what receives them. */
export function isRouting({ group, kind }: ObjectIdentity): boolean {
  if (routingGroups.includes(group)) return true;
  const entry = entryOf(group, kind);
  return isModelled(entry) && !entry.sizeOnly;
}

/** Whether an object says how many pods there are. */
export function isWorkload({ group, kind }: ObjectIdentity): boolean {
  return entryOf(group, kind)?.sizeOnly === true;
}

const groups = [istioGroup, gatewayApiGroup].map((group) => group.replaceAll('.', '[.]'));
const kindNames = routingKinds.map(({ kind }) => kind);
const routingKey = new RegExp(
  String.raw`(?:^|[\s{,"'])(?:apiVersion["']?\s*:\s*["']?(?:${groups.join('|')})/|kind["']?\s*:\s*["']?(?:${kindNames.join('|')})\b)`,
  'm',
);

/** Whether a text that cannot be read holds an object that says how requests are routed. */
export function mentionsRouting(text: string): boolean {
  return routingKey.test(text);
}
