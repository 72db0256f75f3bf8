import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Memory } from '../../src/foundation/memory.js';
import { parseMappings } from '../../src/manifest/parse.js';
import { readUnits } from '../../src/units/read-units.js';
import type { FoundEnvironment, Repository, UnitSettings } from '../../src/units/unit.js';
import type { ParsedFile } from '../../src/units/parsed-file.js';

/** Texts by their paths, as files that were read. */
export function parsed(files: Record<string, string>): ParsedFile[] {
  return Object.entries(files).map(([file, text]) => {
    const { documents, problems } = parseMappings({ file, text, named: false });
    return { file, text, documents, problems };
  });
}

/** What is deployed from texts by their paths. */
export function repository(
  files: Record<string, string>,
  config: Partial<UnitSettings['config']> = {},
  namespaceOption?: string,
  repositories: readonly string[] = [],
): Repository {
  const defaults = {
    clusters: undefined,
    environments: undefined,
    namespace: undefined,
    clusterDomain: undefined,
  };
  return readUnits(parsed(files), {
    config: { ...defaults, ...config },
    known: new Memory(),
    namespaceOption,
    repositories,
  });
}

/** The environments as lines: `prod@us: DestinationRule shop/web in overlays/prod`; sorted. */
export function linesOf({ environments }: Repository): string[] {
  return environments
    .flatMap((environment) =>
      objectsOf(environment).map((line) => `${environment.name ?? '-'}${line}`),
    )
    .sort();
}

/** `@us: DestinationRule shop/web kustomize:overlays/prod`. */
export function objectsOf({ documents }: FoundEnvironment): string[] {
  return documents.map(({ document, unit, namespace, cluster }) => {
    const { kind, metadata } = document.value as { kind: string; metadata: { name: string } };
    const where = cluster === undefined ? '' : `@${cluster}`;
    return `${where}: ${kind} ${namespace}/${metadata.name} ${unit.id}`;
  });
}

/** A DestinationRule, and a Service of the same name. */
export function rule(name: string, namespace?: string, from = 'r1'): string {
  return JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      host: name,
      trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from, to: 'r2' }] } } },
    },
  });
}

export function service(name: string, namespace?: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
  });
}

/** The files of a field case, without what is expected of it. */
export function fieldCase(name: string): Record<string, string> {
  const root = fileURLToPath(new URL(`../fixtures/field-cases/${name}`, import.meta.url));
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile() && entry.name !== 'expected.txt')
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}
