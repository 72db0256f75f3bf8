import { percent } from '../foundation/percent.js';
import { plural } from '../foundation/plural.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import {
  isCapacityAsked,
  requestRate,
  rounding,
  routedHosts,
  rpsOfReplica,
} from '../rules/capacity-under-failover.js';
import { capacityOf } from '../rules/scope/capacity.js';
import { demandOf } from '../rules/scope/demand.js';

/**
 * Regions that get more requests for a host than their replicas take while nothing fails, in sentences; nothing where that is not
 * declared (`rps` of clients, `rpsPerReplica` of the rule `capacity-under-failover`, replicas).
 */
export function presentOverloads(mesh: Mesh): string[] {
  if (!isCapacityAsked(mesh)) return [];
  return [...routedHosts(mesh)].flatMap(([host, targets]) =>
    (targets[0]?.regions ?? []).flatMap((region) => {
      const capacity = capacityOf(mesh, host, region);
      const each = capacity && rpsOfReplica(mesh, targets, capacity);
      if (!capacity || each === undefined) return [];
      const demand = demandOf(mesh, targets, region, []);
      const room = each * capacity.replicas;
      if (demand <= room * (1 + rounding)) return [];
      return [
        `Region ${region} gets ${requestRate(demand)} requests/s for ${shortHost(host)}: ${percent(demand / room)} of what ` +
          `its ${plural(capacity.replicas, 'replica')} can take (${requestRate(each)} requests/s each)`,
      ];
    }),
  );
}
