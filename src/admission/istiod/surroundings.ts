/** What the checks of a route need to know of the VirtualService around it. */
export interface RouteSurroundings {
  /** Whether one of its hosts covers the name. */
  covers(name: string): boolean;
  /** Every one of its gateways is a real one, or there are none at all. Source: isGateway. */
  isForGateways: boolean;
  /** Without hosts it is one that others delegate to. */
  isDelegate: boolean;
  /** Istio made it from a route of Kubernetes' Gateway API, whose destinations are not checked. */
  isGenerated: boolean;
}
