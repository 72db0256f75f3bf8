import { flagOn, type FlagValue, type ModelledFlag } from '../../config/control-plane-config.js';

/** What an istiod does otherwise than by default because of its flags. */
export interface ControlPlaneFlags {
  /**
   * It keeps to its own cluster what is not labelled `istio.io/global: "true"`, and reaches other networks by HBONE alone, but from
   * sidecars.
   */
  multiNetwork: boolean;
  /** With it, ingress gateways reach other networks too. */
  ingressMultiNetwork: boolean;
  /** Whether unready endpoints are sent; undefined: as the profile does. */
  sendsUnhealthy: boolean | undefined;
}

/** Those of an istiod that is started without any. */
export const defaultFlags: ControlPlaneFlags = {
  multiNetwork: false,
  ingressMultiNetwork: false,
  sendsUnhealthy: undefined,
};

/**
 * What istiod makes of its environment. The flags of ambient mode count with `PILOT_ENABLE_AMBIENT` alone: a configuration that sets one
 * of them and does not say whether ambient mode is on is taken to have it on.
 * Source: istio/istio pilot/pkg/features/ambient.go registerAmbient, pilot.go.
 */
export function readFlags(flags: Readonly<Record<string, FlagValue>>): ControlPlaneFlags {
  if (Object.keys(flags).length === 0) return defaultFlags;
  const isOn = (name: ModelledFlag) => flagOn(flags[name]);
  const isAmbient = isOn('PILOT_ENABLE_AMBIENT') ?? true;
  const multiNetwork = isAmbient && isOn('AMBIENT_ENABLE_MULTI_NETWORK') === true;
  return {
    multiNetwork,
    ingressMultiNetwork: multiNetwork && isOn('AMBIENT_ENABLE_MULTI_NETWORK_INGRESS') === true,
    sendsUnhealthy: isOn('PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS'),
  };
}
