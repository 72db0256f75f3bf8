import { isMeshDeclared } from '../config/config.js';
import { gatewayApiGroup } from '../api/kinds.js';
import { firstFew } from '../foundation/first-few.js';
import type { Severity } from '../foundation/severity.js';
import {
  routeHosts,
  type ApiRouteResource,
  type Attachment,
} from '../mesh/gateway-api/attachment.js';
import type { ViewedRoute } from '../mesh/gateway-api/gateway-api-view.js';
import { writtenKind } from '../mesh/gateway-api/references.js';
import { missingParents, parentsOf } from '../mesh/gateway-api/unresolved.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Rule, RuleReport } from './rule.js';
import { viewedRoutes } from './scope/gateway-api.js';

export const rule: Rule = {
  name: 'route-not-attached',
  code: 'MF020',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  absence: true,
  summary: 'No listener takes a route of the Gateway API.',
  description: `A route is attached to the listeners that its \`parentRefs\` name, as far as they take it: the section and the port
must be theirs, a hostname must be one of theirs, its kind must be allowed, and \`allowedRoutes\` must let its namespace in, which is
the Gateway's own where it says nothing. A route that no listener takes is accepted by the API server and has no effect:
its requests get 404, in every region.

A Gateway that is not among the manifests may be in another repository. It is an error where the configuration
declares the mesh, a warning where the manifests hold others of that namespace, and else a notice.

A rule with a filter that istiod does not know, or with a backend that has no port, costs the whole route: istiod then takes none of its rules.`,
  references: [
    'istio/istio pilot/pkg/config/kube/gateway/conversion.go referenceAllowed',
    'https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways',
  ],
  check(mesh, report) {
    for (const { viewed } of viewedRoutes(mesh)) {
      const { route, refusal } = viewed;
      if (route.isPatched) continue;
      checkMissing(mesh, route, report);
      checkDenied(viewed, report);
      if (refusal === undefined) continue;
      report({
        at: { resource: route, path: ['spec', 'rules'], part: 'key' },
        message: `istiod takes none of the rules: ${refusal}. Their requests get 404, in every region. Correct it, or move the rule into a route of its own.`,
      });
    }
  },
};

function checkMissing(
  mesh: Mesh,
  route: ApiRouteResource,
  report: (report: RuleReport) => void,
): void {
  const { GatewayApiGateway } = mesh.resources;
  for (const { index, kind, namespace, name } of missingParents(mesh, route)) {
    const severity: Severity =
      isMeshDeclared(mesh.config) && route.isNamespaceKnown
        ? 'error'
        : GatewayApiGateway.some((one) => one.namespace === namespace)
          ? 'warning'
          : 'notice';
    const isSure = severity === 'error';
    report({
      at: { resource: route, path: ['spec', 'parentRefs', index, 'name'] },
      severity,
      message:
        (isSure
          ? `There is no ${kind} ${namespace}/${name}: this ${route.kind} is not attached to it, and its requests get 404. `
          : `${kind} ${namespace}/${name} is not among these manifests. If there is none in the cluster either, this ${route.kind} ` +
            'is not attached to it, and its requests get 404. ') +
        'Correct name and namespace, or check the Gateway together with these manifests.',
    });
  }
}

/** Listeners are there, and none of them takes it. */
function checkDenied(
  { route, attachments }: ViewedRoute,
  report: (report: RuleReport) => void,
): void {
  for (const { index, kind, namespace, name, group } of parentsOf(route)) {
    if (group !== gatewayApiGroup) continue;
    const own = attachments.filter(({ parent }) => parent === index);
    if (own.length === 0 || own.some(({ denied }) => denied === undefined)) continue;
    // Which namespace it is decides.
    const isGuess = own.some(
      ({ denied, listener }) =>
        denied === 'namespace' && !(route.isNamespaceKnown && listener.owner.isNamespaceKnown),
    );
    if (isGuess) continue;
    const reasons = [...new Set(own.map((one) => denialText(route, one)))];
    report({
      at: { resource: route, path: ['spec', 'parentRefs', index], part: 'key' },
      related: own.slice(0, 1).map(({ listener }) => ({
        at: listener.place,
        message: 'a listener that does not take it',
      })),
      message: `${kind} ${namespace}/${name} does not take this ${route.kind}: ${firstFew(reasons)}. Its requests get 404, in every region. ${adviceFor(own, route)}`,
    });
  }
}

function denialText(route: ApiRouteResource, { denied, listener }: Attachment): string {
  const { owner, port, hostname, kinds } = listener;
  const name = `listener ${listener.listener.name ?? ''}`;
  switch (denied) {
    case 'port':
      return `${name} has port ${port}`;
    case 'section':
      return `${name} has another name than sectionName`;
    case 'hostname':
      return `${name} is for ${hostname}, and the route for ${firstFew([...routeHosts(route)])}`;
    case 'kind':
      return `${name} takes ${kinds.length === 0 ? 'no routes' : kinds.join(' and ')} alone`;
    default:
      return `${name} of ${writtenKind(owner)} ${owner.namespace}/${owner.name} does not let in routes of namespace ${route.namespace}`;
  }
}

function adviceFor(own: readonly Attachment[], { namespace }: ApiRouteResource): string {
  return own.some(({ denied }) => denied === 'namespace')
    ? `Let namespace ${namespace} in with allowedRoutes.namespaces.`
    : 'Correct parentRefs or hostnames of the route, or the listener.';
}
