import { isMeshDeclared } from '../config/config.js';
import { didYouMean, Guesses } from '../foundation/did-you-mean.js';
import { kept } from '../foundation/kept.js';
import { ruleHost } from '../mesh/destination-rules.js';
import { meshGateway } from '../mesh/gateways.js';
import { indexOfHosts } from '../mesh/host-index.js';
import { namespaceOfHost, qualifyHost, shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { titleOfTarget } from '../mesh/targets.js';
import { bindingsOf } from '../mesh/virtual-services-for.js';
import type { Rule, RuleReport } from './rule.js';
import { isNamespaceKnown } from './scope/known-namespace.js';

export const rule: Rule = {
  name: 'subset-exists',
  code: 'MF008',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  absence: true,
  summary: 'A route names a subset that no DestinationRule defines.',
  description: `A route to a subset that no applicable DestinationRule defines leads to a cluster that Envoy does not have:
every request that takes it gets 503 (flag NC), in every region. Routes for sidecars are checked too: there the rule may be any
that the manifests have for the host, and where none of them is for the host, it is a
warning: the rule may be elsewhere, unless the configuration says what the mesh consists of. It is a warning, too, where a rule without
a namespace defines the subset.`,
  references: ['istio/istio pilot/pkg/networking/core/route', 'istioctl analyze IST0101'],
  check(mesh, report) {
    const guesses = new Guesses();
    const mayBeDefined = definedWithoutNamespace(mesh);
    for (const target of mesh.sharedTargets()) {
      const { route, destination, subset, policies, host } = target;
      if (!route || !destination || !subset) continue;
      const names = policies.map(({ merged }) =>
        merged.subsets.map(({ value }) => value.name ?? ''),
      );
      if (names.length > 0 && names.every((known) => known.includes(subset))) continue;
      const near = guesses.among(names.flat(), (known) => didYouMean(subset, known));
      report({
        at: { resource: route.virtualService, path: [...destination.path, 'subset'] },
        ...(mayBeDefined(host, subset) && { severity: 'warning' }),
        message:
          `No DestinationRule in force for ${titleOfTarget({ host, port: undefined, subset: undefined })} defines ` +
          `the subset ${subset}: requests that take this route get 503. ` +
          (near ? `Did you mean "${near}"?` : 'Define it there, or name another.'),
      });
    }
    checkMeshRoutes(mesh, mayBeDefined, report);
  },
};

/** Whether a rule of which no namespace is known defines a subset for a host of that name: it may be applied to the host's namespace. */
function definedWithoutNamespace({ resources }: Mesh): (host: string, subset: string) => boolean {
  const defined = new Set<string>();
  for (const resource of resources.DestinationRule) {
    const { host = '', subsets = [] } = resource.spec;
    if (isNamespaceKnown(resource) || host.includes('.')) continue;
    for (const { name = '' } of subsets) defined.add(JSON.stringify([host, name]));
  }
  return (host, subset) =>
    namespaceOfHost(host) !== undefined &&
    defined.has(JSON.stringify([host.split('.')[0], subset]));
}

/** Routes for sidecars that no gateway takes: whichever rule is in force for a client, one has to define the subset. */
function checkMeshRoutes(
  { resources, services, config }: Mesh,
  mayBeDefined: (host: string, subset: string) => boolean,
  report: (report: RuleReport) => void,
): void {
  const rules = indexOfHosts(resources.DestinationRule.map(ruleHost));
  const defined = new Map<string, Set<string>>();
  for (const rule of resources.DestinationRule) {
    const names = kept(defined, ruleHost(rule), () => new Set<string>());
    for (const { name = '' } of rule.spec.subsets ?? []) names.add(name);
  }
  const guesses = new Guesses();
  for (const resource of resources.VirtualService) {
    const bindings = bindingsOf(resource);
    if (bindings.size !== 1 || !bindings.has(meshGateway)) continue;
    for (const { destination, path } of writtenDestinations(resource)) {
      const { host: written = '', subset } = destination;
      if (!subset || written === '') continue;
      const host = qualifyHost(written, resource);
      const names = rules.patternsCovering(host).flatMap((own) => [...(defined.get(own) ?? [])]);
      if (names.includes(subset)) continue;
      const isHere =
        !mayBeDefined(host, subset) &&
        (rules.patternsCovering(host).length > 0 ||
          (isMeshDeclared(config) && services.find(host) !== undefined));
      const near = guesses.among(names, (known) => didYouMean(subset, known));
      report({
        at: { resource, path: [...path, 'subset'] },
        // The rule of a host that no rule here is for may be elsewhere.
        ...(!isHere && { severity: 'warning' }),
        message:
          `No DestinationRule for ${shortHost(host)} ${isHere ? '' : 'in these manifests '}defines the subset ${subset}: ` +
          `${isHere ? '' : 'if there is none elsewhere, '}requests that take this route get 503. ` +
          (near ? `Did you mean "${near}"?` : 'Define it there, or name another.'),
      });
    }
  }
}

function writtenDestinations({ spec }: Resource<'VirtualService'>) {
  return (['http', 'tls', 'tcp'] as const).flatMap((part) =>
    (spec[part] ?? []).flatMap(({ route = [] }, index) =>
      route.flatMap(({ destination }, position) =>
        destination
          ? [{ destination, path: ['spec', part, index, 'route', position, 'destination'] }]
          : [],
      ),
    ),
  );
}
