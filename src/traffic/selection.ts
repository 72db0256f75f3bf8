import { didYouMean } from '../foundation/did-you-mean.js';
import { UserError } from '../foundation/errors.js';
import { matchesGlob } from '../foundation/glob.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';
import { callersOf } from './callers.js';
import type { Scenario } from './scenarios.js';
import { rowTargets } from './table.js';

/** Patterns for the names of one kind of thing, in which `*` and `?` are wildcards; empty: every one. */
export interface Asked {
  /** What the user wrote them behind, for messages. */
  label: string;
  patterns: readonly string[];
}

/**
 * Checks that every pattern matches a name in some environment.
 *
 * @throws UserError for a pattern that no scenario, client or host matches.
 */
export function checkNames(
  environments: readonly { mesh: Mesh; scenarios: readonly Scenario[] }[],
  { scenarios, clients, hosts }: Record<'scenarios' | 'clients' | 'hosts', Asked>,
): void {
  const names = (of: (one: (typeof environments)[number]) => readonly string[]) =>
    environments.flatMap(of);
  checkKnownNames(scenarios, () => names((one) => one.scenarios.map(({ name }) => name)));
  checkKnownNames(clients, () => names(({ mesh }) => clientsOf(mesh).map(({ name }) => name)));
  checkKnownNames(hosts, () => names(({ mesh }) => rowTargets(mesh).flatMap(namesOf)));
}

function clientsOf(mesh: Mesh): Client[] {
  return [...mesh.topology.clients, ...callersOf(mesh).clients];
}

/** The scenarios whose names match. */
export function meantScenarios(
  patterns: readonly string[],
  scenarios: readonly Scenario[],
): Scenario[] {
  return scenarios.filter(({ name }) => isMeant(patterns, [name]));
}

/** Whether a target's client and one of its hosts, the destination's or the public one, match. */
export function isMeantTarget({
  clients,
  hosts,
}: Record<'clients' | 'hosts', readonly string[]>): (target: Target) => boolean {
  return (target) => isMeant(clients, [target.client.name]) && isMeant(hosts, namesOf(target));
}

/** Whether one of the patterns matches the name; without any every name is meant. */
export function isMeantName(patterns: readonly string[], name: string): boolean {
  return isMeant(patterns, [name]);
}

function namesOf({ host, route, unserved }: Target): string[] {
  const publicHost = route?.host ?? unserved?.publicHost;
  return [host, shortHost(host), ...(publicHost === undefined ? [] : [publicHost])];
}

function isMeant(patterns: readonly string[], names: readonly string[]): boolean {
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => names.some((name) => name === pattern || matchesGlob(name, pattern)))
  );
}

const mostListed = 10;

/**
 * Checks that every pattern matches one of the names.
 *
 * @throws UserError for one that matches none.
 */
export function checkKnownNames({ label, patterns }: Asked, names: () => readonly string[]): void {
  if (patterns.length === 0) return;
  const known = [...new Set(names())];
  for (const pattern of patterns) {
    if (known.some((name) => isMeant([pattern], [name]))) continue;
    const near = didYouMean(pattern, known);
    const list = known.length <= mostListed ? `; there are ${known.join(', ')}` : '';
    throw new UserError(
      `${label} ${pattern}: nothing has that name${near ? `; did you mean "${near}"?` : list}`,
    );
  }
}
