import { UserError } from '../foundation/errors.js';
import { plural } from '../foundation/plural.js';
import { shortHost } from '../mesh/host-name.js';
import { proxyScenarios, proxyTable } from '../proxies/proxy-table.js';
import { proxyTargets, type ProxyTarget } from '../proxies/proxy-targets.js';
import { proxyTimelines } from '../proxies/proxy-timelines.js';
import { DumpedProxy } from '../proxies/dumped-proxy.js';
import { pairDumps, redactedDump, type KeptDump } from '../proxies/read-dump.js';
import { formatNames } from '../report/formats.js';
import { readProxyDumps } from '../sources/read-proxy-dumps.js';
import { checkKnownNames, isMeantName } from '../traffic/selection.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { listOption } from './common-options.js';
import { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { writeResults } from './judge.js';
import { outputsOf, writeOutput } from './output.js';
import { scenarioOptionsOf } from './scenario-options.js';
import { patternsOf, selectScenarios } from './selection.js';
import { timedScenarios, timelineOptionsOf } from './timeline-options.js';

/** Options that predict from dumps of proxies in place of manifests. */
export const proxyOptions = {
  proxy: { type: 'string', multiple: true },
  redact: { type: 'string', multiple: true },
} satisfies Command['options'];

export const proxyHelp: OptionHelp[] = [
  {
    term: '--proxy FILE',
    text: "predict from a proxy's /config_dump?include_eds in place of manifests; repeatable; beside it, its /clusters?format=json",
  },
  {
    term: '--redact FILE',
    text: 'write what the prediction needs of the dump, without keys, tokens and other secrets',
  },
];

/** Options that have a meaning for manifests alone. */
const ofManifests = [
  'request',
  'header',
  'namespace',
  'render',
  'exclude',
  'environment',
  'allow-empty',
  'config',
];

/** Whether the options ask for dumps of proxies. */
export function isOfProxies(values: OptionValues): boolean {
  if (listOption(values, 'proxy').length > 0) return true;
  if (listOption(values, 'redact').length > 0) {
    throw new UserError('--redact: it is for dumps of proxies; add --proxy FILE');
  }
  return false;
}

/** Predicts from the dumps, and writes the results. */
export async function simulateProxies(
  values: OptionValues,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const start = performance.now();
  refuseOthers(values, operands);
  const outputs = outputsOf(values, formatNames);
  const options = scenarioOptionsOf(values);
  const timed = timelineOptionsOf(values);
  const files = readProxyDumps(listOption(values, 'proxy'), io.cwd);
  await writeRedacted(files, values, io);
  const proxies = pairDumps(files).map((dump) => new DumpedProxy(dump));
  const all = proxies.flatMap(proxyTargets);
  const { scenarios, byZone } = proxyScenarios(all, options);
  const targets = chosen(
    all,
    proxies,
    scenarios.map(({ name }) => name),
    values,
  );
  const selected = selectScenarios(values, scenarios);
  const explain = values['explain'] === true;
  const results = {
    lint: undefined,
    predictions: proxyTable(targets, selected, { byZone, explain }),
    basis: basisOfProxies(proxies, all),
    text: () => undefined,
    ...(timed
      ? { timelines: proxyTimelines(targets, timedScenarios(values, selected), timed) }
      : {}),
  };
  await writeResults(outputs, values, io, results, (performance.now() - start) / 1000);
  return ExitCode.fine;
}

/** @throws UserError for options that have no meaning for dumps. */
function refuseOthers(values: OptionValues, operands: readonly string[]): void {
  const [path] = operands;
  if (path !== undefined) {
    throw new UserError(
      `${path}: manifests do not go with --proxy; leave the path out, or name the dump with --proxy ${path}`,
    );
  }
  const other = ofManifests.find((name) => values[name] !== undefined && values[name] !== false);
  if (other !== undefined) {
    throw new UserError(
      `--${other}: it is for manifests, and does not go with --proxy; leave it out`,
    );
  }
}

async function writeRedacted(
  dumps: readonly KeptDump[],
  values: OptionValues,
  io: Io,
): Promise<void> {
  const files = listOption(values, 'redact');
  if (files.length === 0) return;
  if (files.length !== dumps.length) {
    throw new UserError(
      `--redact: ${plural(files.length, 'file')} for ${plural(dumps.length, 'dump')}; name one for each --proxy, in the same order`,
    );
  }
  for (const [index, dump] of dumps.entries()) {
    await writeOutput({ format: 'json', file: files[index] }, redactedDump(dump), io);
  }
}

/** @throws UserError for a pattern that nothing has the name of. */
function chosen(
  targets: readonly ProxyTarget[],
  proxies: readonly DumpedProxy[],
  scenarioNames: readonly string[],
  values: OptionValues,
): ProxyTarget[] {
  const asked = (option: string) => ({
    label: `--${option}`,
    patterns: patternsOf(values, option),
  });
  const [scenario, client, host] = [asked('scenario'), asked('client'), asked('host')];
  checkKnownNames(scenario, () => scenarioNames);
  checkKnownNames(client, () => proxies.map(({ name }) => name));
  checkKnownNames(host, () => targets.flatMap(hostsOf));
  return targets.filter(
    (target) =>
      isMeantName(client.patterns, target.proxy.name) &&
      (host.patterns.length === 0 ||
        hostsOf(target).some((name) => isMeantName(host.patterns, name))),
  );
}

function hostsOf({ subject: { host, publicHost } }: ProxyTarget): string[] {
  return [host, shortHost(host), ...(publicHost === null ? [] : [publicHost])];
}

/** What the numbers rest on. */
function basisOfProxies(
  proxies: readonly DumpedProxy[],
  targets: readonly ProxyTarget[],
): string[] {
  const clusters = new Set(targets.flatMap(({ cluster }) => cluster ?? []));
  const without = proxies.filter(({ hasHealth }) => !hasHealth).length;
  return [
    proxies.length === 1 ? '1 proxy' : `${proxies.length} proxies`,
    `${plural(clusters.size, 'cluster')} with routes`,
    ...(without > 0 ? ['health of endpoints as the dump says it'] : []),
    ...(targets.length === 0 ? ['no route leads to a cluster, so nothing is predicted'] : []),
    'From what the proxies held as they were dumped, whatever manifests say.',
  ];
}
