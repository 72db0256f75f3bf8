import type { Path } from '../foundation/range.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { checkDeploy, type DeclaredDeploy } from './check-deploy.js';
import type {
  ClientConfig,
  ClusterConfig,
  DrillConfig,
  EnvironmentConfig,
  KnownRule,
  LinkConfig,
  OutageConfig,
  ScenarioConfig,
  WorkloadConfig,
} from './config.js';
import { flagOn, isModelledFlag, type ControlPlaneConfig } from './control-plane-config.js';
import type { ConfigProblem } from './config-problems.js';
import { show } from './schema-problems.js';

/** What the schema has let pass, before defaults are filled in. */
export interface DeclaredConfig {
  controlPlane?: ControlPlaneConfig;
  clusters?: ClusterConfig[];
  workloads?: WorkloadConfig[];
  clients?: ClientConfig[];
  links?: LinkConfig[];
  scenarios?: ScenarioConfig[];
  drill?: DrillConfig;
  rules?: Record<string, unknown>;
  overrides?: { rules: Record<string, unknown> }[];
  environments?: Record<string, EnvironmentConfig>;
  deploy?: DeclaredDeploy;
}

type Report = (path: Path, message: string, part?: 'key' | 'value') => void;

/**
 * Checks what a schema cannot say: names that are unique, references that lead somewhere, outages
 * that make sense, options that their rule has.
 */
export function checkConfig(
  config: DeclaredConfig,
  knownRules: readonly KnownRule[],
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report: Report = (path, message, part = 'value') => {
    problems.push({ path, part, message });
  };
  const { clusters, workloads = [], clients, scenarios = [], rules = {}, overrides = [] } = config;
  checkUnique(clusters, ['clusters'], 'name', report);
  checkSources(clusters, ['clusters'], report);
  checkFlags(config.controlPlane, [], report);
  checkClusterFlags(clusters, ['clusters'], report);
  for (const [name, environment] of Object.entries(config.environments ?? {})) {
    checkEnvironment(environment, ['environments', name], config, report);
  }
  checkUnique(workloads, ['workloads'], 'host', report);
  checkUnique(clients, ['clients'], 'name', report);
  checkUnique(scenarios, ['scenarios'], 'name', report);
  checkClients(clients, ['clients'], report);
  checkLinks(config.links, report);
  if (!config.environments) checkClusterNames(config, [], report);
  checkAttribution(config, report);
  if (config.deploy) checkDeploy(config.deploy, config, report);
  scenarios.forEach((scenario, index) => {
    checkScenario(scenario, ['scenarios', index], clients, report);
  });
  checkRules(rules, ['rules'], knownRules, report);
  overrides.forEach((override, index) => {
    checkRules(override.rules, ['overrides', index, 'rules'], knownRules, report);
  });
  return problems;
}

function checkRules(
  settings: Readonly<Record<string, unknown>>,
  path: Path,
  knownRules: readonly KnownRule[],
  report: Report,
): void {
  const names = knownRules.map(({ name }) => name);
  for (const [name, setting] of Object.entries(settings)) {
    const rule = knownRules.find((known) => known.name === name);
    if (rule) checkOptions(setting, [...path, name, 'options'], rule, report);
    else report([...path, name], `unknown rule "${name}"; ${suggest(name, names)}`, 'key');
  }
}

function checkOptions(setting: unknown, path: Path, rule: KnownRule, report: Report): void {
  const given = (setting as { options?: Record<string, unknown> } | null)?.options ?? {};
  const { options = {} } = rule;
  for (const [name, value] of Object.entries(given)) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) {
      const known = Object.keys(options);
      const advice = known.length ? suggest(name, known) : 'it has none';
      report([...path, name], `${rule.name} has no option "${name}"; ${advice}`, 'key');
    } else if (typeof value !== 'number' || !(value > option.above && value <= option.most)) {
      const range = `a number above ${option.above} and at most ${option.most}`;
      report([...path, name], `${name} is ${range}, not ${show(value)}; write it so`);
    }
  }
}

function checkUnique<K extends string>(
  items: readonly Record<K, string>[] | undefined,
  list: Path,
  key: K,
  report: Report,
): void {
  const seen = new Set<string>();
  items?.forEach((item, index) => {
    const name = item[key];
    if (seen.has(name)) {
      const message = `"${name}" is in ${list.join('.')} twice; rename or remove one of them`;
      report([...list, index, key], message);
    }
    seen.add(name);
  });
}

/** An environment has clusters of its own, and its own workloads and clients if it declares some. */
function checkEnvironment(
  { clusters, workloads, clients }: EnvironmentConfig,
  at: Path,
  config: DeclaredConfig,
  report: Report,
): void {
  if (config.clusters) {
    const message = 'clusters are declared above as well; move them into an environment';
    report(at, message, 'key');
  }
  checkUnique(clusters, [...at, 'clusters'], 'name', report);
  checkUnique(workloads, [...at, 'workloads'], 'host', report);
  checkUnique(clients, [...at, 'clients'], 'name', report);
  checkClients(clients, [...at, 'clients'], report);
  checkSources(clusters, [...at, 'clusters'], report);
  checkClusterFlags(clusters, [...at, 'clusters'], report);
  const own = { clusters, ...(workloads && { workloads }), ...(clients && { clients }) };
  checkClusterNames(own, at, report);
}

/** Requests come at a rate, or from callers who wait for their answers; no proxy is without a caller. */
function checkClients(clients: readonly ClientConfig[] | undefined, at: Path, report: Report) {
  clients?.forEach(({ rps, concurrency, replicas = 1 }, index) => {
    if (rps !== undefined && concurrency !== undefined) {
      const message = 'a client takes "rps" or "concurrency", not both; remove one of them';
      report([...at, index, 'concurrency'], message, 'key');
    }
    if (concurrency !== undefined && concurrency < replicas) {
      const message = `${concurrency} callers are too few for ${replicas} replicas; lower replicas or raise concurrency`;
      report([...at, index, 'concurrency'], message);
    }
  });
}

function checkLinks(links: readonly LinkConfig[] | undefined, report: Report) {
  const seen = new Set<string>();
  links?.forEach(({ from, to }, index) => {
    const key = JSON.stringify([from, to]);
    if (seen.has(key)) {
      const message = `the link from ${from} to ${to} is declared twice; remove one of them`;
      report(['links', index], message);
    }
    seen.add(key);
  });
}

function checkClusterFlags(
  clusters: readonly ClusterConfig[] | undefined,
  at: Path,
  report: Report,
) {
  clusters?.forEach(({ controlPlane }, index) => {
    checkFlags(controlPlane, [...at, index], report);
  });
}

/** What istiod would make nothing of. A flag that is not known may have any value. */
function checkFlags(controlPlane: ControlPlaneConfig | undefined, at: Path, report: Report): void {
  for (const [name, value] of Object.entries(controlPlane?.flags ?? {})) {
    if (!isModelledFlag(name) || flagOn(value) !== undefined) continue;
    const message = `${name} is true or false, not ${show(value)}; istiod would keep its default: write one of them`;
    report([...at, 'controlPlane', 'flags', name], message);
  }
}

function checkSources(clusters: readonly ClusterConfig[] | undefined, at: Path, report: Report) {
  clusters?.forEach(({ sources = [] }, cluster) => {
    sources.forEach((source, index) => {
      if (Object.keys(source).length === 1) return;
      const message = 'a source takes exactly one of "path", "kustomize" and "helm"';
      report([...at, cluster, 'sources', index], message);
    });
  });
}

/** Without declared clusters, their names follow from the manifests, so nothing is known here. */
function checkClusterNames(
  { clusters, workloads = [], clients = [], scenarios = [] }: DeclaredConfig,
  at: Path,
  report: Report,
): void {
  if (!clusters) return;
  const names = clusters.map(({ name }) => name);
  const check = (cluster: string | undefined, path: Path) => {
    if (cluster === undefined || names.includes(cluster)) return;
    report([...path, 'cluster'], `no cluster is called "${cluster}"; ${suggest(cluster, names)}`);
  };
  workloads.forEach(({ endpoints }, workload) => {
    endpoints.forEach(({ cluster }, index) => {
      check(cluster, [...at, 'workloads', workload, 'endpoints', index]);
    });
  });
  clients.forEach(({ cluster }, index) => {
    check(cluster, [...at, 'clients', index]);
  });
  scenarios.forEach(({ outages }, scenario) => {
    outages.forEach(({ cluster }, index) => {
      check(cluster, [...at, 'scenarios', scenario, 'outages', index]);
    });
  });
}

/** The names that the built-in scenarios have or may have, and the pairs of them. */
const builtIn = /^(healthy|recovered)$|^(scaled-to-zero|failing|cluster-lost):/;

function checkScenario(
  { name, outages, expect }: ScenarioConfig,
  path: Path,
  clients: readonly ClientConfig[] | undefined,
  report: Report,
): void {
  if (builtIn.test(name)) {
    report([...path, 'name'], `"${name}" is the name of a built-in scenario; choose another`);
  }
  outages.forEach((outage, index) => {
    checkOutage(outage, [...path, 'outages', index], report);
  });
  const sum = Object.values(expect?.split ?? {}).reduce((total, share) => total + share, 0);
  // Shares such as 0.1 and 0.2 do not add up exactly.
  if (sum > 1 + 1e-9) {
    const message = `the shares sum to ${Number(sum.toFixed(6))}, more than 1; lower them`;
    report([...path, 'expect', 'split'], message, 'key');
  }
  const names = clients?.map((client) => client.name);
  expect?.clients?.forEach((client, index) => {
    if (!names || names.includes(client)) return;
    const message = `no client is called "${client}"; ${suggest(client, names)}`;
    report([...path, 'expect', 'clients', index], message);
  });
}

function checkOutage(outage: OutageConfig, path: Path, report: Report): void {
  const { kind, locality, cluster, count, rate, seed, latencyMs } = outage;
  if (kind === 'cluster-lost' && cluster === undefined) {
    report(path, 'a cluster-lost outage needs "cluster"; name the cluster that is lost');
  } else if (locality === undefined && cluster === undefined) {
    report(path, 'an outage needs "locality" or "cluster"; say what fails');
  }
  if (locality !== undefined && cluster !== undefined) {
    const key = kind === 'cluster-lost' ? 'locality' : 'cluster';
    const message = 'an outage takes "locality" or "cluster", not both; remove one of them';
    report([...path, key], message, 'key');
  }
  if (kind === 'cluster-lost' && count !== undefined) {
    const message = 'a cluster that is lost takes all of its endpoints along; remove "count"';
    report([...path, 'count'], message, 'key');
  }
  if (kind === 'error-rate' && rate === undefined) {
    report(
      path,
      'an error-rate outage needs "rate", the share of the answers that are 500: 0 to 1',
    );
  }
  if (kind === 'slow' && latencyMs === undefined) {
    report(path, 'a slow outage needs "latencyMs", the milliseconds that every answer takes');
  }
  if (latencyMs !== undefined && kind !== 'slow' && kind !== 'failing') {
    const message =
      '"latencyMs" belongs to the kinds slow and failing; remove it, or change the kind';
    report([...path, 'latencyMs'], message, 'key');
  }
  if (kind === 'error-rate') return;
  for (const [key, value] of Object.entries({ rate, seed })) {
    if (value === undefined) continue;
    const message = `"${key}" belongs to the kind error-rate; remove it, or change the kind`;
    report([...path, key], message, 'key');
  }
}

/** Who answered is told by one of three; the gateway's statistics need an address in each cluster. */
function checkAttribution({ drill, clusters = [] }: DeclaredConfig, report: Report): void {
  if (!drill?.attribution) return;
  const path = ['drill', 'attribution'];
  const { header, body, gateway, values } = drill.attribution;
  const given = Object.entries({ header, body, gateway }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length !== 1) {
    report(path, 'attribution takes exactly one of "header", "body" and "gateway"', 'key');
    return;
  }
  if (body !== undefined && body.split('{locality}').length !== 2) {
    report([...path, 'body'], 'the pattern needs {locality} exactly once, where the answer has it');
  }
  if (gateway === undefined) return;
  if (values) report([...path, 'values'], '"values" is for header and body; remove it', 'key');
  const key = gateway === 'admin' ? 'adminUrl' : 'metricsUrl';
  clusters.forEach(({ name, ingress }, index) => {
    if (!ingress?.url || ingress[key] !== undefined) return;
    const message = `attribution by the gateway's ${gateway} needs "${key}" here, for cluster ${name}`;
    report(['clusters', index, 'ingress'], message, 'key');
  });
}

function suggest(word: string, known: readonly string[]): string {
  const guess = didYouMean(word, known);
  if (guess !== undefined) return `did you mean "${guess}"?`;
  return known.length > 0 && known.length <= 10
    ? `known are ${known.join(', ')}`
    : 'check the name';
}
