import type { ClusterConfig } from '../config/config.js';
import type { AskedClusters } from '../deploy/unfinished-run.js';
import { safeText } from '../foundation/safe-text.js';
import { connectAll, connectUsable, type ClusterReach } from '../work/connect-clusters.js';
import type { Io } from './io.js';

/** How the command line reaches clusters: what is not safe about it goes to standard error. */
export function accessOf({ env, stderr }: Io): ClusterReach {
  return { env, warn: (text) => stderr.write(`warning: ${safeText(text)}\n`) };
}

/** The clusters that work is about, and the others of the configuration; nothing is sent yet. */
export async function askedClusters(
  chosen: readonly ClusterConfig[],
  rest: readonly ClusterConfig[],
  io: Io,
): Promise<AskedClusters> {
  return {
    clusters: await connectAll(chosen, accessOf(io)),
    others: await connectUsable(rest, { env: io.env }),
  };
}
