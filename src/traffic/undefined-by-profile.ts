import { formatLocality } from '../mesh/locality.js';
import type { ControlPlaneInput } from './control-plane/policy.js';
import type { Endpoint } from './control-plane/endpoint.js';
import { crossesByHbone } from './control-plane/networks.js';
import { effectiveSetting } from './control-plane/policy.js';

const apiSupport =
  '"API Support in Managed Cloud Service Mesh" (onboarding/api-support, as of 2026)';
const supportedFeatures = '"Supported features" of the managed control plane (2026-04-08)';
const unsupportedApis = '"Unsupported Istio APIs in Managed Cloud Service Mesh" 1.26';

/** How endpoints of a ServiceEntry come to a proxy that orders them by locality. */
const resolutions = new Set(['STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'NONE']);

/** Why no number can be given for this input; undefined where one can. */
export function undefinedReason(input: ControlPlaneInput): string | undefined {
  // What the proxy holds is in force, whatever a profile leaves open.
  if (input.held) return undefined;
  const effective = effectiveSetting(input.policy, input.service, input.mesh);
  if (input.policy.loadBalancer?.simple === 'PASSTHROUGH') {
    return 'simple: PASSTHROUGH sends to the address that was asked for: no localities are weighed';
  }
  const isSeen = (endpoint: Endpoint) =>
    input.service.isGlobal === true ||
    (endpoint.registryCluster ?? endpoint.cluster) === input.proxy.cluster;
  if (input.endpoints.some((own) => isSeen(own) && crossesByHbone(input, own))) {
    return 'with AMBIENT_ENABLE_MULTI_NETWORK gateways reach other networks by HBONE alone, which is not modelled';
  }
  const { resolution, unordered } = input.service;
  if (unordered !== undefined) return unordered;
  if (resolution !== undefined && !resolutions.has(resolution)) {
    return `a ServiceEntry with resolution ${resolution} is not modelled: its addresses do not come from the control plane`;
  }
  if (input.profile === 'csm-managed') return undefinedOnManaged(input, effective);
  if (effective.kind === 'zone-aware') return 'zoneAwareLbSetting is not modelled';
  return undefined;
}

function undefinedOnManaged(
  { endpoints }: ControlPlaneInput,
  effective: ReturnType<typeof effectiveSetting>,
): string | undefined {
  if (effective.kind === 'locality' && effective.setting.distribute?.length) {
    return `localityLbSetting.distribute is not supported by this control plane: ${apiSupport}, ${unsupportedApis}; what it does instead is undefined`;
  }
  if (new Set(endpoints.map(({ locality }) => formatLocality(locality))).size <= 1)
    return undefined;
  if (effective.origin === 'default') {
    return `how this control plane orders localities without a localityLbSetting is not documented for Istio's API: ${apiSupport}`;
  }
  return `this control plane's documents contradict each other about localityLbSetting: ${apiSupport} has enabled and failover as stable, ${supportedFeatures} has all of it as unsupported; the result is undefined`;
}
