import { at, isMapping, textAt } from '../foundation/values.js';
import { canaryHosts } from '../mesh/canary-hosts.js';
import { shortHost } from '../mesh/host-name.js';
import type { PlacedDocument } from '../mesh/placed-document.js';
import type { Unmodelled } from './unmodelled-object.js';

/** The providers for which Flagger writes routes of a proxy that is predicted here. */
const routedProviders = /^(?:istio|gatewayapi)\b/;

/**
 * A Canary of Flagger: the routes and Services of its name are what Flagger writes, not what the manifests say.
 *
 * Source: fluxcd/flagger pkg/router/istio.go and pkg/canary/deployment_controller.go.
 */
export function canary(placed: PlacedDocument): Unmodelled | undefined {
  const provider = textAt(placed.document.value, 'spec', 'provider');
  if (provider !== undefined && !routedProviders.test(provider)) return undefined;
  const hosts = canaryHosts(placed);
  const [host] = hosts;
  if (host === undefined) return undefined;
  const name = shortHost(host);
  return {
    placed,
    reason: 'a Canary of Flagger',
    path: ['kind'],
    message:
      `Flagger writes the routes of ${name} and of its -primary and -canary Services from this Canary, and scales the Deployment to ` +
      '0. None of that is modelled: these hosts have no numbers here. Test an outage there with a drill.',
    touches: (_, target) => hosts.includes(target.host),
  };
}

/** A Rollout of Argo Rollouts that moves weights of routes: the numbers are those of the weights in the manifests. */
export function rollout(placed: PlacedDocument): Unmodelled | undefined {
  const routing = at(placed.document.value, 'spec', 'strategy', 'canary', 'trafficRouting');
  if (!isMapping(routing)) return undefined;
  if (!isMapping(routing['istio']) && !isMapping(routing['plugins'])) return undefined;
  return {
    placed,
    reason: 'a Rollout of Argo Rollouts',
    path: ['spec', 'strategy', 'canary', 'trafficRouting'],
    message:
      'Argo Rollouts changes weights and subsets of routes while this Rollout updates its pods. The numbers are those of the weights ' +
      'in the manifests. Test an outage during an update with a drill.',
    touches: () => false,
  };
}
