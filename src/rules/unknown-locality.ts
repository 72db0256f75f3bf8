import type { Path } from '../foundation/range.js';
import { firstFew } from '../foundation/first-few.js';
import { matchesLocality, parseLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import { misspeltNames } from '../mesh/misspelt-localities.js';
import type { FindingSubject } from '../mesh/resource.js';
import type { Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';
import type { TargetMode } from '../traffic/target-mode.js';
import type { Rule, RuleReport } from './rule.js';
import { isKnown, knownLocalities, localityMeant, slipOf } from './scope/known-localities.js';
import { isFirstOfAlike, localitySettings } from './scope/policy-parts.js';
import { placesLeftOut } from './scope/places-left-out.js';
import { placesOfTarget } from './scope/spread.js';

export const rule: Rule = {
  name: 'unknown-locality',
  code: 'MF204',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'A policy names a locality that the mesh does not have.',
  description: `A \`from\` or \`to\` is compared with the node labels letter by letter, upper and lower case included. Only a whole
segment can be a wildcard: \`us-*\` is accepted and matches nothing. What matches nothing is passed over: its weight
goes to the others, and a \`failover\` entry has no effect in the outage that it was written for.

Names are compared with the \`clusters\` of the configuration, the clients and the endpoints. Without declared clusters
wildcards inside a segment are reported, a dot in place of the slash, and a name that is written once and differs in one
letter or sign from one that is written more often: every other name is then taken to be a region. It is an error where the
misspelt key leaves a client or a region without its entry; \`distribute-covers-every-region\` then says nothing of it.

The locality of an endpoint of a ServiceEntry or WorkloadEntry is checked too: it is reported where no cluster is in its region, and
one is in a region that is nearly called so.`,
  references: [
    'istio/istio pilot/pkg/networking/util/util.go LocalityMatch',
    'istio/istio issues 12947, 49074',
  ],
  check(mesh, report) {
    for (const { target, mode, value, at } of localitySettings(mesh).filter(isFirstOfAlike())) {
      const say = (key: string | undefined, part: 'key' | 'value', ...path: Path) => {
        const message = key && messageFor(mesh, target, mode, key);
        if (!message) return;
        report({ at: { ...at(...path), part }, message });
      };
      const sayLoss = (key: string, meant: string, part: 'key' | 'value', ...path: Path) => {
        const message = messageFor(mesh, target, mode, key, meant);
        report({ at: { ...at(...path), part }, message: message ?? '', severity: 'error' });
      };
      if (mode === 'distribute') {
        const rules = value.distribute ?? [];
        const isMet = ({ locality }: Client) =>
          rules.some(({ from }) => matchesLocality(locality, from ?? ''));
        const unmet = target.clients.filter((client) => !isMet(client));
        const isSinglePlace = placesOfTarget(mesh, target).length < 2;
        rules.forEach(({ from = '', to = {} }, index) => {
          const meant = slipOf(mesh, target.host, from);
          const isLost =
            meant !== undefined && unmet.some(({ locality }) => matchesLocality(locality, meant));
          if (isLost) sayLoss(from, meant, 'value', 'distribute', index, 'from');
          else if (unmet.length === 0 || isSinglePlace || meant !== undefined) {
            say(from, 'value', 'distribute', index, 'from');
          }
          const keys = Object.keys(to);
          const left = isSinglePlace ? [] : placesLeftOut(mesh, target, keys, rules);
          for (const key of keys) {
            const other = slipOf(mesh, target.host, key);
            const place = ['distribute', index, 'to', key] as const;
            if (other !== undefined && left.some((one) => isReached(one, other))) {
              sayLoss(key, other, 'key', ...place);
            } else if (left.length === 0 || other !== undefined) say(key, 'key', ...place);
          }
        });
      }
      if (mode !== 'failover') continue;
      (value.failover ?? []).forEach(({ from = '', to = '' }, index) => {
        // Here only regions are accepted.
        if (/[*/]/.test(from + to)) return;
        say(from, 'value', 'failover', index, 'from');
        say(to, 'value', 'failover', index, 'to');
      });
    }
    checkEndpoints(mesh, report);
  },
};

/** Endpoints that the manifests list in a region which is nearly called like one with a cluster, and which no cluster is in. */
function checkEndpoints(mesh: Mesh, report: (report: RuleReport) => void): void {
  const { resources, config, topology } = mesh;
  const regions = new Set(topology.clusters.map(({ locality }) => locality.region));
  const check = (resource: FindingSubject, locality: string | undefined, ...path: Path) => {
    const { region } = parseLocality(locality ?? '');
    if (region === '' || regions.has(region)) return;
    const meant = config.clusters
      ? misspeltNames(new Map([[region, 1]]), regions).get(region)
      : topology.meantBy(region);
    if (meant === undefined) return;
    report({
      at: { resource, path },
      message:
        `No cluster is in ${region}, and policies that name ${meant} do not reach this endpoint. In an outage of another ` +
        `region it gets other requests than was meant. Did you mean "${meant}"?`,
    });
  };
  for (const resource of resources.ServiceEntry) {
    for (const [index, { locality }] of (resource.spec.endpoints ?? []).entries()) {
      check(resource, locality, 'spec', 'endpoints', index, 'locality');
    }
  }
  for (const resource of resources.WorkloadEntry) {
    check(resource, resource.spec.locality, 'spec', 'locality');
  }
}

function isReached(place: string, key: string): boolean {
  return matchesLocality(parseLocality(place), key) || key.startsWith(`${place}/`);
}

/**
 * Undefined: the key is fine, or nobody can tell. Most keys are fine, so that what another one may mean is looked for last.
 *
 * @param certain What the key means, where that is known.
 */
function messageFor(
  mesh: Mesh,
  { host }: Target,
  mode: TargetMode,
  key: string,
  certain?: string,
): string | undefined {
  const isPartial = key.includes('*') && hasPartialWildcard(key);
  const isSlip = mesh.topology.meantBy(key) !== undefined;
  if (!isPartial && !isSlip && !mesh.config.clusters) return undefined;
  const known = knownLocalities(mesh, host);
  if (!isPartial && !isSlip && isKnown(key, known)) return undefined;
  const meant = certain ?? localityMeant(mesh, host, key);
  return (
    `${whyUnknown(mesh, key, isPartial, meant)} In an outage the entry has no effect, and its share goes to the others. ` +
    adviceFor(mode, isPartial ? undefined : meant, known.regions)
  );
}

function whyUnknown(
  mesh: Mesh,
  key: string,
  isPartial: boolean,
  meant: string | undefined,
): string {
  if (isPartial) {
    return `"${key}" matches nothing: "*" stands for a whole region, zone or subzone only.`;
  }
  if (mesh.config.clusters || meant === undefined) {
    return `No cluster, client or endpoint is in ${key}, so this matches nothing.`;
  }
  return parseLocality(meant).zone !== '' && parseLocality(key).zone === ''
    ? `"${key}" stands where a region is expected, and is the name of a zone, so this matches nothing.`
    : `"${key}" is written here only, and "${meant}" everywhere else: unless the mesh has both, this matches nothing.`;
}

function adviceFor(
  mode: TargetMode,
  meant: string | undefined,
  regions: readonly string[],
): string {
  if (meant === undefined) {
    return `Name one of ${firstFew(regions)}${mode === 'failover' ? '' : ', or "*" for all'}.`;
  }
  const { region, zone } = parseLocality(meant);
  if (mode !== 'failover' || zone === '') return `Did you mean "${meant}"?`;
  return (
    `It is a zone of ${region}, and failover takes regions only. Remove the entry: between the zones of a region Istio ` +
    'fails over by itself, the own zone first.'
  );
}

/** Whether a segment has a wildcard, but is none. */
function hasPartialWildcard(key: string): boolean {
  const { region, zone, subzone } = parseLocality(key);
  return [region, zone, subzone].some((part) => part.includes('*') && part !== '*');
}
