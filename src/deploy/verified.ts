import { plural } from '../foundation/plural.js';

/** What is known of a cluster after the writes, and from whom. */
export interface Verified {
  /**
   * Who has confirmed it: the control plane in the status of the objects, istiod about its proxies, an answer through the ingress
   * gateway. Empty: nobody has, and the text says why.
   */
  by: VerifiedBy[];
  /** In words: what was seen, and what was not. */
  text: string;
  /** What istiod says about the proxies that are connected to it. */
  proxies?: ProxyCounts;
}

export type VerifiedBy = 'status' | 'istiod' | 'probe';

/** How many proxies there are, and how many have accepted all that istiod has sent them. */
export interface ProxyCounts {
  /** Gateways. */
  gateways: Count;
  /** Sidecars and others. */
  others: Count;
}

/** Of how many how many. */
export interface Count {
  /**
   * All of them.
   *
   * @asType integer
   */
  total: number;
  /**
   * Those that are up to date.
   *
   * @asType integer
   */
  current: number;
}

/** `3 of 3 gateways, 12 of 12 other proxies`. */
export function proxiesText({ gateways, others }: ProxyCounts): string {
  const parts = [
    ...(gateways.total > 0 ? [`${gateways.current} of ${plural(gateways.total, 'gateway')}`] : []),
    ...(others.total > 0
      ? [`${others.current} of ${others.total} other ${others.total === 1 ? 'proxy' : 'proxies'}`]
      : []),
  ];
  return parts.join(' and ');
}

/** What was verified of a cluster, or that nothing was and why, as a part of a sentence. */
export function verifiedText({ by, text }: Verified): string {
  return by.length > 0 ? text : `not verified: ${text}`;
}
