import type { ClusterConfig, Config } from '../config/config.js';
import { declaredClusters } from '../config/declared-clusters.js';
import type { ProbeConfig } from '../config/gate-config.js';
import type { Probe } from './probe.js';

/** How a deployment is verified where the control plane writes no status. */
export interface VerifySettings {
  /** The namespace of the istiods that are asked; undefined: nobody asks. */
  istiod: string | undefined;
  /** By cluster. */
  probes: ReadonlyMap<string, readonly Probe[]>;
}

/** What the configuration says about it. */
export function verifySettings(config: Config): VerifySettings {
  const { verify = {} } = config.deploy;
  const { istiod = true, istiodNamespace = config.rootNamespace, probes = [] } = verify;
  const clusters = probes.length > 0 ? declaredClusters(config) : [];
  return {
    istiod: istiod ? istiodNamespace : undefined,
    probes: new Map(clusters.map((each) => [each.name, probesOf(each, probes)])),
  };
}

function probesOf({ name, ingress = {} }: ClusterConfig, probes: readonly ProbeConfig[]): Probe[] {
  const { url, headers = {}, hostHeader } = ingress;
  if (url === undefined) return [];
  return probes
    .filter(({ clusters }) => clusters === undefined || clusters.includes(name))
    .map(({ path, host = hostHeader, status = 200 }) => ({
      url: path === undefined ? url : new URL(path, url).href,
      headers: { ...headers, ...(host !== undefined && { host }) },
      status,
    }));
}
