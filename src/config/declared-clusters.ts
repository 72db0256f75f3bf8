import { UserError } from '../foundation/errors.js';
import type { ClusterConfig, Config } from './config.js';

/**
 * The clusters of a configuration, for what cannot be done without them.
 *
 * @param fields What each of them has to say, for the message.
 * @throws UserError where the configuration declares none
 */
export function declaredClusters(
  { clusters, file }: Config,
  fields = 'name, locality and context',
): ClusterConfig[] {
  if (clusters?.length) return clusters;
  throw new UserError(
    `the clusters are not known: ${file ?? 'mesh-failover.yaml'} must declare them (clusters, each with ${fields})`,
  );
}
