/** The model of a proxy that was dumped. */
import { predictProxy } from '../../../../src/proxies/proxy-table.js';
import { proxyTargets, type ProxyTarget } from '../../../../src/proxies/proxy-targets.js';
import { DumpedProxy } from '../../../../src/proxies/dumped-proxy.js';
import { DumpReader, pairDumps } from '../../../../src/proxies/read-dump.js';
import type { OutageConfig } from '../../../../src/config/config.js';
import type { DefinedResult } from '../../../../src/traffic/predict.js';
import type { ProxyFiles } from '../split/split-mesh.js';

/** The proxy of texts, of which each is read in small parts. */
export function proxyOf({ config, clusters }: ProxyFiles): DumpedProxy {
  const kept = [config, clusters].map((text, index) => {
    const reader = new DumpReader(`${index}.json`);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 997) reader.push(bytes.subarray(at, at + 997));
    return reader.end();
  });
  return new DumpedProxy(pairDumps(kept)[0]!);
}

/** The only target of a host. */
export function dumpedTarget(files: ProxyFiles, host: string): ProxyTarget {
  const own = proxyTargets(proxyOf(files)).filter(({ subject }) => subject.host === host);
  if (own.length !== 1) throw new Error(`the dump has ${own.length} targets for ${host}`);
  return own[0]!;
}

export function predictionOfDump(
  target: ProxyTarget,
  one: { outages: OutageConfig[] },
): DefinedResult {
  const result = predictProxy(target, one);
  if (result.undefined) throw new Error(result.reason);
  return result;
}
