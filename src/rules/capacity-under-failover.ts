import { ruleOption } from '../config/rule-options.js';
import { addTo } from '../foundation/add-to.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { plural } from '../foundation/plural.js';
import type { Target } from '../mesh/target.js';
import { percent } from '../foundation/percent.js';
import type { Rule } from './rule.js';
import { demandOf } from './scope/demand.js';
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

Compared are, for each region and the loss of each other one (its endpoints scaled to zero):

* what it gets: the \`rps\` of the \`clients\` times its share of the prediction. Clients without \`rps\` count for nothing,
  and of several routes of a client to the host the one that sends least counts;
* what it takes: \`rpsPerReplica\` times the most replicas that it can have: \`maxReplicas\` of the HorizontalPodAutoscaler, else
  the \`replicas\` of the Deployment or StatefulSet that the host's Service selects, or the endpoints in \`workloads\` if
  these are more.

The rule says nothing until \`rpsPerReplica\` is set and clients have \`rps\`, and nothing of a region whose replicas are not
known: none written, or several manifests for one workload, as in a tree that kustomize has still to render.

Limits of a \`connectionPool\` are not compared: they hold for a gateway and all endpoints of a host together, and count what
is open at one time. The loss of a region alone brings a gateway no more requests for the host than before.`,
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
    if (!isAsked(mesh)) return;
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
            `If ${lost} is gone, ${region} gets ${number(demand)} requests/s for ${shortHost(host)}: ` +
            `${percent(demand / (each * capacity.replicas))} of what ${replicasText(capacity)} can take ` +
            `(${number(each)} requests/s each)` +
            `${before > each * capacity.replicas ? '; it has too few even while nothing fails' : ''}. ` +
            `The failover then ends in the outage of ${region} as well. Allow at least ${number(need)} replicas.`,
        });
      }
    }
  },
};

function isAsked({ config: { clients = [], rules, overrides } }: Mesh): boolean {
  const settings = [rules, ...overrides.map((override) => override.rules)];
  return (
    clients.some(({ rps }) => rps !== undefined) &&
    settings.some((own) => own[rule.name]?.options['rpsPerReplica'] !== undefined)
  );
}

/** Hosts that can fail over, with everything that asks for them. */
function routedHosts(mesh: Mesh): Map<string, Target[]> {
  const hosts = new Map<string, Target[]>();
  for (const target of mesh.targets()) {
    if (!target.route || target.regions.length < 2) continue;
    addTo(hosts, target.host, target);
  }
  return hosts;
}

/** The loss of another region that asks most of this one, if it is more than it can take. */
function worstOverload(
  mesh: Mesh,
  targets: readonly Target[],
  region: string,
  { replicas, place }: Capacity,
) {
  const file = place?.resource.document.file ?? targets[0]?.place?.resource.document.file ?? '';
  const each = ruleOption(mesh.config, rule, 'rpsPerReplica', file);
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
const rounding = 1e-9;

function replicasText({ replicas, autoscaled, place }: Capacity): string {
  const name = plural(replicas, 'replica');
  if (autoscaled) return `its at most ${name}`;
  return place ? `its ${name}` : `its ${name} in workloads`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
