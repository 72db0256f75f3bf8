import type { LinkConfig } from '../../config/config.js';
import type { ControlPlaneInput } from '../control-plane/policy.js';
import type { NetworkGateway } from '../control-plane/endpoint.js';
import { networkGatewaysFor } from '../control-plane/networks.js';
import type { Behind } from '../proxy/host-set.js';
import { timingOf, type HostTiming } from './load.js';

/** What stands behind a host, with the time that it takes: behind an east-west gateway the mean of what it leads to. */
export function timedAnswers(
  answers: Behind,
  { endpoints, networkGateways, proxy }: ControlPlaneInput,
  links: readonly LinkConfig[],
): Behind {
  const known = new Map<NetworkGateway, HostTiming>();
  return (lbEndpoint) => {
    const result = answers(lbEndpoint);
    const { gateway, endpoint } = lbEndpoint;
    if (!gateway) {
      return endpoint ? { ...result, timing: timingOf(endpoint, proxy.locality, links) } : result;
    }
    let timing = known.get(gateway);
    if (!timing) {
      timing = meanOf(
        endpoints
          .filter((one) => networkGatewaysFor(one, networkGateways).includes(gateway))
          .map((one) => ({ weight: one.weight, timing: timingOf(one, proxy.locality, links) })),
      );
      known.set(gateway, timing);
    }
    return { ...result, timing };
  };
}

function meanOf(parts: readonly { weight: number; timing: HostTiming }[]): HostTiming {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const result = { service: 0, rtt: 0, concurrency: 0 };
  for (const { weight, timing } of parts) {
    result.service += (weight / total) * timing.service;
    result.rtt += (weight / total) * timing.rtt;
    result.concurrency += timing.concurrency;
  }
  return parts.length > 0 ? result : { service: 0, rtt: 0, concurrency: Infinity };
}
