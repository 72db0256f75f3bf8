import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Cluster, KubernetesObject } from '../../../../src/cluster/cluster.js';
import { withoutOwner } from '../../../../src/deploy/object-owner.js';
import { root } from '../../../cli/run-dist.js';

/** Two deployments that differ in everything an apply can do: a change, a creation and a deletion, of each kind. */
export type StateName = 'old' | 'new';

export const kinds = ['Gateway', 'DestinationRule', 'VirtualService'];

export function other(name: StateName): StateName {
  return name === 'old' ? 'new' : 'old';
}

/** Writes both as folders of manifests. */
export function writeStates(folder: string): void {
  for (const name of ['old', 'new'] as const) {
    const own = `${folder}/${name}`;
    mkdirSync(own, { recursive: true });
    for (const file of ['gateway.yaml', 'destination-rule.yaml', 'virtual-service.yaml']) {
      cpSync(`${root}/examples/hello-world/${file}`, `${own}/${file}`);
    }
    // Its own gateway, rule and route: they come and go together, and a route must never lead nowhere.
    const rename = (file: string, ...changes: [string, string][]) => {
      const text = readFileSync(`${own}/${file}`, 'utf8');
      const changed = changes.reduce((all, [from, to]) => all.replaceAll(from, to), text);
      writeFileSync(`${own}/only-${name}-${file}`, changed);
    };
    rename(
      'gateway.yaml',
      ['public-gateway', `${name}-gateway`],
      ["'*'", `${name}.example.com`],
      ['number: 80', 'number: 81'],
    );
    rename('destination-rule.yaml', ['hello-world', `${name}-world`]);
    rename(
      'virtual-service.yaml',
      ['hello-world', `${name}-world`],
      ['public-gateway', `${name}-gateway`],
      ["'*'", `${name}.example.com`],
    );
    if (name === 'old') continue;
    const change = (file: string, from: string, to: string) => {
      const text = readFileSync(`${own}/${file}`, 'utf8');
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      writeFileSync(`${own}/${file}`, text.replace(from, to));
    };
    change('destination-rule.yaml', 'baseEjectionTime: 30s', 'baseEjectionTime: 60s');
    change('virtual-service.yaml', "- '*'", '- shop.example.com');
    change('gateway.yaml', "- '*'", "- '*.example.com'");
  }
}

/** The whole objects that a cluster has, but for what differs between any two creations of the same one. */
export async function contentOf(cluster: Cluster): Promise<Map<string, Content>> {
  const lists = await Promise.all(
    kinds.map((kind) => {
      return cluster.list({ apiVersion: 'networking.istio.io/v1', kind, namespace: 'default' });
    }),
  );
  return new Map(
    lists.flat().map((object) => [`${object.kind} ${object.metadata.name}`, contentFor(object)]),
  );
}

export interface Content {
  text: string;
  uid: string;
}

function contentFor(object: KubernetesObject): Content {
  // Which run has written it differs between any two.
  const { metadata, ...rest } = withoutOwner(object);
  const { uid = '', resourceVersion: _, generation: __, managedFields: ___, ...own } = metadata;
  const { creationTimestamp: ____, ...kept } = own as Record<string, unknown>;
  return { text: sorted({ ...rest, metadata: kept }), uid };
}

/** JSON in which the order of keys does not count. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** A text that is the same for the same objects. */
export function fingerprint(contents: ReadonlyMap<string, Content>): string {
  return [...contents]
    .map(([name, { text }]) => `${name} ${text}`)
    .sort()
    .join('\n');
}
