import type { Mesh } from '../mesh/mesh.js';
import { ruleHost } from '../mesh/destination-rules.js';
import { HostIndex } from '../mesh/host-index.js';
import { qualifyHost } from '../mesh/host-name.js';
import type { Target } from '../mesh/target.js';
import { targetMode } from './target-mode.js';

/**
 * Whether nothing says that a host is to fail over: no route leads to it, no DestinationRule applies to it, and neither does
 * the mesh give it a policy. That is the rule for what is installed beside the applications.
 */
export function isWithoutPolicy(mesh: Mesh, { host, route, policies }: Target): boolean {
  return !route && policies.length === 0 && targetMode(mesh, host, {}) === 'unset';
}

/**
 * Whether the table has rows for a target: somebody says what is to become of its requests, by a route, a policy, or the endpoints
 * in the configuration. Of what is only declared, such as the parts of an installation, nothing is asked.
 */
export function isInTable(mesh: Mesh, target: Target): boolean {
  const { host, unserved } = target;
  if (unserved || !isWithoutPolicy(mesh, target)) return true;
  const { named, rules } = mesh.memory.of(mesh, namedHosts);
  return named.has(host) || rules.covering(host).length > 0;
}

/** Hosts that routes of sidecars lead to or that the configuration lists, and all DestinationRules, also those that are not in force. */
function namedHosts({ config, resources }: Mesh) {
  const routes = resources.VirtualService.filter(({ spec: { gateways = ['mesh'] } }) =>
    gateways.includes('mesh'),
  );
  const routed = routes.flatMap((resource) => {
    const { http = [], tls = [], tcp = [] } = resource.spec;
    return [...http, ...tls, ...tcp]
      .flatMap(({ route = [] }) => route)
      .map(({ destination }) => qualifyHost(destination?.host ?? '', resource));
  });
  const rules = new HostIndex<unknown>();
  for (const rule of resources.DestinationRule) rules.add(ruleHost(rule), rule);
  return { named: new Set([...routed, ...config.workloads.map(({ host }) => host)]), rules };
}
