import { ruleOption } from '../config/rule-options.js';
import { addTo } from '../foundation/add-to.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { plural } from '../foundation/plural.js';
import type { Target } from '../mesh/target.js';
import { percent } from '../foundation/percent.js';
import { eachClient } from '../mesh/targets.js';
import { saysLatencies } from '../traffic/load/load-of-target.js';
import type { Rule, RuleReport } from './rule.js';
import { declaredRate, demandOf } from './scope/demand.js';
import { endpointOverload } from './scope/endpoint-capacity.js';
import { limitOverflow } from './scope/limit-overflow.js';
import { PlaceSet } from './scope/policy-targets.js';
import { capacityOf, type Capacity } from './scope/capacity.js';

export const rule: Rule = {
  name: 'capacity-under-failover',
  code: 'MF228',
  category: 'semantics',
  severity: 'warning',
  needs: 'prediction',
  summary: 'A region that takes over for another one has no room for its requests.',
  description: `When a region is gone, the requests that it had go to the others. Where those cannot be scaled far enough, they fail
too: the failover turns the outage of one region into the outage of all.

**Replicas.** Compared are, for each region and the loss of each other one (its endpoints scaled to zero):

* what it gets: the \`rps\` of the \`clients\` times its share of the prediction. Clients without \`rps\` count for nothing,
  and of several routes of a client to the host the one that sends least counts;
* what it takes: \`rpsPerReplica\` times the most replicas that it can have: \`maxReplicas\` of the HorizontalPodAutoscaler, else
  the \`replicas\` of the Deployment or StatefulSet that the host's Service selects, or the endpoints in \`workloads\` if
  these are more.

That part says nothing until \`rpsPerReplica\` is set and clients have \`rps\`, and nothing of a region whose replicas are not
known: none written, or several manifests for one workload, as in a tree that kustomize has still to render.

**Endpoints that work on a limited number of requests** (\`concurrency\` and \`latencyMs\` under \`workloads\`) take \`concurrency\` divided by
\`latencyMs\`. What a region gets beyond that waits, without end.

**Limits of a \`connectionPool\`** hold for each proxy and all endpoints of a host together, and count what is in progress at one time. The loss of
a region brings a proxy no more requests, but the answers of the other one take longer. With \`latencyMs\`, \`links\` and
\`rps\` (or \`concurrency\` of clients) the rule reports a limit that answers 0.5 % of the requests or more with 503, and the rate
above which it does. With only some of them it is a notice: from which rate on the limit may be met. Who declares none of them
hears nothing.`,
  references: [
    'Kubernetes autoscaling/v2 HorizontalPodAutoscalerSpec',
    'istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyConnectionPool',
  ],
  options: {
    rpsPerReplica: {
      summary: 'Requests per second that one replica answers in time.',
      default: undefined,
      above: 0,
      most: 1_000_000,
    },
  },
  check(mesh, report) {
    reportLimits(mesh, report);
    reportEndpoints(mesh, report);
    if (!isCapacityAsked(mesh)) return;
    for (const [host, targets] of routedHosts(mesh)) {
      for (const region of targets[0]?.regions ?? []) {
        const capacity = capacityOf(mesh, host, region);
        const overload = capacity && worstOverload(mesh, targets, region, capacity);
        const at = capacity?.place ?? targets[0]?.place;
        if (!overload || !at) continue;
        const { lost, demand, each, before } = overload;
        const need = Math.ceil(demand / each);
        report({
          at,
          message:
            `If ${lost} is gone, ${region} gets ${requestRate(demand)} requests/s for ${shortHost(host)}: ` +
            `${percent(demand / (each * capacity.replicas))} of what ${replicasText(capacity)} can take ` +
            `(${requestRate(each)} requests/s each)` +
            `${before > each * capacity.replicas ? '; it has too few even while nothing fails' : ''}. ` +
            `It tips at ${requestRate((declaredRate(mesh, targets) * each * capacity.replicas) / demand)} requests/s of all clients together. ` +
            `The failover then ends in the outage of ${region} as well. Allow at least ${requestRate(need)} replicas.`,
        });
      }
    }
  },
};

/** Each limit once, with the client that meets it first. */
function reportLimits(mesh: Mesh, report: (report: RuleReport) => void): void {
  const places = new PlaceSet();
  const isTimed = mesh.memory.of(mesh, saysLatencies).yes;
  const { clients = [] } = mesh.config;
  // Nobody wants to hear of loads who declares none.
  if (!isTimed && clients.every(({ rps, concurrency }) => (rps ?? concurrency) === undefined)) {
    return;
  }
  for (const shared of mesh.sharedTargets()) {
    const { policies } = shared;
    if (!policies[0]?.policy.value.connectionPool) continue;
    // Without times all clients are alike.
    const targets = isTimed ? eachClient(shared) : [shared];
    const found = targets.flatMap((target) => limitOverflow(mesh, target) ?? []);
    const worst = found.find(({ severity }) => severity === undefined) ?? found[0];
    if (worst && places.add(worst.at)) report(worst);
  }
}

function reportEndpoints(mesh: Mesh, report: (report: RuleReport) => void): void {
  if (!mesh.memory.of(mesh, saysLatencies).yes) return;
  for (const [host, targets] of routedHosts(mesh)) {
    const overload = endpointOverload(mesh, host, targets);
    const at = targets[0]?.place;
    if (overload && at) report({ at, ...overload });
  }
}

export function isCapacityAsked({ config: { clients = [], rules, overrides } }: Mesh): boolean {
  const settings = [rules, ...overrides.map((override) => override.rules)];
  return (
    clients.some(({ rps }) => rps !== undefined) &&
    settings.some((own) => own[rule.name]?.options['rpsPerReplica'] !== undefined)
  );
}

/** Hosts that can fail over, with everything that asks for them. */
export function routedHosts(mesh: Mesh): Map<string, Target[]> {
  const hosts = new Map<string, Target[]>();
  for (const target of mesh.targets()) {
    if (!target.route || target.regions.length < 2) continue;
    addTo(hosts, target.host, target);
  }
  return hosts;
}

/** Requests per second that one replica answers, as the rule's option has it for the file that says how many there are. */
export function rpsOfReplica(
  mesh: Mesh,
  targets: readonly Target[],
  { place }: Pick<Capacity, 'place'>,
): number | undefined {
  const file = place?.resource.document.file ?? targets[0]?.place?.resource.document.file ?? '';
  return ruleOption(mesh.config, rule, 'rpsPerReplica', file);
}

/** The loss of another region that asks most of this one, if it is more than it can take. */
function worstOverload(
  mesh: Mesh,
  targets: readonly Target[],
  region: string,
  { replicas, place }: Capacity,
) {
  const each = rpsOfReplica(mesh, targets, { place });
  if (each === undefined) return undefined;
  const before = demandOf(mesh, targets, region, []);
  const losses = (targets[0]?.regions ?? [])
    .filter((other) => other !== region)
    .map((lost) => ({
      lost,
      demand: demandOf(mesh, targets, region, [{ kind: 'scaled-to-zero', locality: lost }]),
    }))
    .filter(({ demand }) => demand > each * replicas * (1 + rounding))
    .sort((a, b) => b.demand - a.demand);
  const [worst] = losses;
  return worst && { ...worst, each, before };
}

/** Shares are sums of fractions. */
export const rounding = 1e-9;

function replicasText({ replicas, autoscaled, place }: Capacity): string {
  const name = plural(replicas, 'replica');
  if (autoscaled) return `its at most ${name}`;
  return place ? `its ${name}` : `its ${name} in workloads`;
}

export function requestRate(value: number): string {
  return String(Number(value.toPrecision(3)));
}
