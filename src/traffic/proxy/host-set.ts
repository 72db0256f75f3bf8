import { formatLocality } from '../../mesh/locality.js';
import type { ClusterLoadAssignment, LbEndpoint } from '../control-plane/assignment.js';
import { answersWell, type Answer } from '../control-plane/endpoint.js';
import type { HostTiming } from '../load/load.js';

/** Hosts of one locality and priority that are alike in everything, so that counting them is enough. */
export interface HostGroup {
  /** Its place in HostSet.groups. */
  index: number;
  priority: number;
  /** At least 1. */
  count: number;
  addresses: string[];
  /** Of each host. */
  weight: number;
  /** False: the control plane says that it is not. */
  healthy: boolean;
  answer: Answer;
  /** Where the answers come from, shares of them that sum to 1; several behind a gateway. */
  origins: readonly AnswerOrigin[];
  /** Missing where nothing says how long answers take. */
  timing?: HostTiming;
}

export interface AnswerOrigin {
  /** Without trailing slashes. */
  locality: string;
  share: number;
}

/** The hosts of one priority. */
export interface PriorityLevel {
  hosts: number;
  localities: LevelLocality[];
}

export interface LevelLocality {
  /** 0 where the control plane gave none. */
  weight: number;
  hosts: number;
  groups: HostGroup[];
}

/** The hosts of a cluster as one Envoy holds them. */
export interface HostSet {
  /** By priority, without gaps. */
  levels: PriorityLevel[];
  groups: HostGroup[];
  /** All hosts of all levels. */
  hosts: number;
}

/** What stands behind a host: for an endpoint itself, for a gateway the endpoints that it leads to. */
export type Behind = (endpoint: LbEndpoint) => {
  answer: Answer;
  origins: readonly AnswerOrigin[];
  timing?: HostTiming;
};

/**
 * Takes in a load assignment. An address counts once, where it comes first; a locality that is named
 * twice in a priority keeps the later weight.
 * Source: envoyproxy/envoy source/extensions/clusters/eds/eds.cc updateLocalityEndpoints;
 * source/common/upstream/upstream_impl.cc PriorityStateManager::initializePriorityFor.
 */
export function buildHostSet(assignment: ClusterLoadAssignment, behind: Behind): HostSet {
  const set: HostSet = { levels: [], groups: [], hosts: 0 };
  const addresses = new Set<string>();
  const localities = new Map<string, LevelLocality>();
  const groups = new Map<string, HostGroup>();
  for (const { locality, priority, weight, endpoints } of assignment.localities) {
    while (set.levels.length <= priority) set.levels.push({ hosts: 0, localities: [] });
    const level = set.levels[priority]!;
    const key = `${priority} ${locality.region}/${locality.zone}/${locality.subzone}`;
    let entry = localities.get(key);
    if (!entry) {
      entry = { weight: 0, hosts: 0, groups: [] };
      localities.set(key, entry);
      level.localities.push(entry);
    }
    entry.weight = weight ?? 0;
    for (const endpoint of endpoints) {
      if (addresses.has(endpoint.address)) continue;
      addresses.add(endpoint.address);
      entry.hosts++;
      level.hosts++;
      set.hosts++;
      const { answer, origins, timing } = behind(endpoint);
      const alike = `${key} ${endpoint.weight} ${endpoint.health} ${endpoint.gateway ? endpoint.address : ''} ${answer.failing} ${answer.erroring} ${answer.unreachable} ${answer.reset ?? 0}${timing ? textOf(answer, timing) : ''}`;
      const group = groups.get(alike);
      if (group) {
        group.count++;
        group.addresses.push(endpoint.address);
        continue;
      }
      const created: HostGroup = {
        index: 0,
        priority,
        count: 1,
        addresses: [endpoint.address],
        weight: endpoint.weight,
        healthy: endpoint.health === 'healthy',
        answer,
        origins,
        ...(timing && { timing }),
      };
      groups.set(alike, created);
      entry.groups.push(created);
    }
  }
  numberGroups(set);
  return set;
}

/** Gives the groups their order, so that the order of endpoints makes no difference. */
function numberGroups(set: HostSet): void {
  for (const { localities } of set.levels) {
    for (const { groups } of localities) {
      if (groups.length > 1) groups.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
      for (const group of groups) {
        group.index = set.groups.length;
        set.groups.push(group);
      }
    }
  }
}

function textOf({ timingOut = 0 }: Answer, { service, rtt, concurrency }: HostTiming): string {
  return ` ${timingOut} ${service} ${rtt} ${concurrency}`;
}

function sortKey({ weight, healthy, answer, origins, timing }: HostGroup): string {
  const { failing, erroring, unreachable, reset = 0 } = answer;
  const from = origins.map(({ locality }) => locality);
  const times = timing ? [textOf(answer, timing)] : [];
  return [weight, healthy, failing, erroring, unreachable, reset, ...times, ...from].join();
}

/** What stands behind an endpoint that is reached directly. */
export function directly({ endpoint }: LbEndpoint): ReturnType<Behind> {
  const { locality, answer = answersWell } = endpoint!;
  return { answer, origins: [{ locality: formatLocality(locality), share: 1 }] };
}
