import { firstFew } from '../foundation/first-few.js';
import { shortHost } from '../mesh/host-name.js';
import { isFurther, joiningOf, type Joining } from '../mesh/joined-declarations.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place, Resource } from '../mesh/resource.js';
import type { DeclaredService } from '../mesh/services.js';
import { isPrivate } from '../mesh/visibility.js';
import type { Rule } from './rule.js';
import { allPolicies } from './scope/failover-targets.js';
import { isNamespaceKnown } from './scope/known-namespace.js';
import { isSameCluster } from '../mesh/same-cluster.js';

export const rule: Rule = {
  name: 'host-declared-twice',
  code: 'MF242',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'A host with a failover policy is declared twice, and one declaration is not used.',
  description: `istiod joins the endpoints of a Service and of a ServiceEntry for the same host only if both are in one namespace, the
ServiceEntry has resolution \`STATIC\`, and their ports have the same names. Otherwise it takes one of them and leaves the endpoints of the
other out, without a word. An endpoint in another region that is declared so never gets a request: in an outage there is no failover to it.

* In another namespace the ServiceEntry counts for the clients of that namespace, which then do not see the Service's pods; all others see the
  pods alone. One with \`exportTo: ["."]\` is meant so, and left alone.
* With resolution \`DNS\` or \`NONE\` it counts for no client.
* Without a port of a name that the Service has, it counts for no client. A Service's port without a name is called by nothing else.

Of two ServiceEntries in different namespaces each namespace takes its own, and all others take the older one.`,
  references: [
    'istio/istio pilot/pkg/serviceregistry/aggregate/controller.go mergeService',
    'istio/istio pilot/pkg/model/endpointshards.go',
  ],
  check(mesh, report) {
    const hosts = new Set(
      allPolicies(mesh)
        .filter(({ mode }) => mode !== 'disabled' && mode !== 'unset')
        .map(({ target }) => target.host),
    );
    for (const host of hosts) {
      for (const { first, other, joining } of unused(mesh, host)) {
        report({
          at: placeOf(other, joining, host),
          related: [
            {
              at: { resource: first.resource, path: ['metadata', 'name'] },
              message: 'the other declaration',
            },
          ],
          message: messageFor(host, first, other, joining),
        });
      }
    }
  },
};

interface Unused {
  first: DeclaredService;
  other: DeclaredService;
  joining: Exclude<Joining, 'joined'>;
}

function unused(mesh: Mesh, host: string): Unused[] {
  const [first, ...others] = mesh.services.declarations(host);
  if (!first) return [];
  return others.flatMap((other) => {
    const joining = joiningOf(first, other);
    const isAside =
      !isFurther(first, other) ||
      !isSameCluster(first.resource, other.resource) ||
      joining === 'joined' ||
      // ServiceEntries with other ports are clusters of their own.
      (joining === 'ports' && first.resource.kind === 'ServiceEntry') ||
      (joining === 'namespace' && isMeant(mesh, first, other));
    return isAside ? [] : [{ first, other, joining }];
  });
}

/** Whether one of the two is for its own namespace alone, or nothing says which namespaces they are in. */
function isMeant({ config }: Mesh, ...both: DeclaredService[]): boolean {
  const exportTo = config.meshConfig?.defaultServiceExportTo;
  return both.some(
    (one) =>
      isPrivate(one.namespace, one.exportTo, exportTo) ||
      one.exportTo?.includes('~') ||
      !isNamespaceKnown(one.resource),
  );
}

function placeOf({ resource }: DeclaredService, joining: Joining, host: string): Place {
  if (resource.kind !== 'ServiceEntry') return { resource, path: ['metadata', 'name'] };
  switch (joining) {
    case 'resolution':
      return { resource, path: ['spec', 'resolution'] };
    case 'ports':
      return { resource, path: ['spec', 'ports', 0, 'name'] };
    default:
      return {
        resource,
        path: ['spec', 'hosts', Math.max(0, resource.spec.hosts?.indexOf(host) ?? 0)],
      };
  }
}

function messageFor(
  host: string,
  first: DeclaredService,
  other: DeclaredService,
  joining: Unused['joining'],
): string {
  const short = shortHost(host);
  const declared = `${titleOf(first.resource)} declares ${short} too`;
  const lost = 'in an outage there is no failover from the ones to the others';
  const { namespace } = first;
  switch (joining) {
    case 'namespace':
      return (
        `${declared}, in another namespace, and istiod does not join their endpoints: clients in ${other.namespace} see ` +
        `only those of this ServiceEntry, and ${first.resource.kind === 'Service' ? 'all others' : `clients in ${namespace}`} only the other ones. So ${lost}. ` +
        `Move this ServiceEntry to namespace ${namespace}, or set exportTo: ["."] if it is for ${other.namespace} alone.`
      );
    case 'resolution':
      return (
        `${declared}, and istiod joins endpoints of resolution STATIC only: those of this one are never used, and ${lost}. ` +
        'Use resolution STATIC with addresses, or a host of its own.'
      );
    case 'ports': {
      const names = first.portNames.filter(Boolean);
      return (
        `${declared}, and no port of this ServiceEntry is called as one of its ports: its endpoints are never used, and ${lost}. ` +
        (names.length
          ? `Name the port ${firstFew(names)}.`
          : `Give the ports of the Service names, and these the same ones.`)
      );
    }
  }
}

function titleOf({ kind, namespace, name }: Resource): string {
  return `${kind} ${namespace}/${name}`;
}
