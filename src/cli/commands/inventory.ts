import { ClusterError } from '../../cluster/cluster-error.js';
import type { Config } from '../../config/config.js';
import { declaredClusters } from '../../config/declared-clusters.js';
import { readClusterObjects } from '../../inventory/cluster-objects.js';
import { compareInventory } from '../../inventory/compare-inventory.js';
import { editConfig } from '../../inventory/edit-config.js';
import { inventoryOf } from '../../inventory/inventory.js';
import { inventoryResult, withoutCounts } from '../../inventory/inventory-result.js';
import { hostsOf, labelKeysOf } from '../../inventory/wanted-hosts.js';
import { writeFixed } from '../../work/write-fixed.js';
import { UserError } from '../../foundation/errors.js';
import { readTextFile } from '../../sources/read-file.js';
import { namespaceOfHost } from '../../mesh/host-name.js';
import type { Mesh } from '../../mesh/mesh.js';
import { inventoryText } from '../../report/inventory-text.js';
import { toJson } from '../../report/json.js';
import { safeLines } from '../../foundation/safe-text.js';
import type { Command, OptionValues } from '../command.js';
import { hasColor, textOption } from '../common-options.js';
import { connectAll } from '../deploy-options.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { inspectFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text', 'json'] as const;

export const inventory: Command = {
  formats,
  options: {
    'from-clusters': { type: 'boolean' },
    check: { type: 'boolean' },
    out: { type: 'string' },
    all: { type: 'boolean' },
    'ignore-counts': { type: 'boolean' },
  },
  help: [
    {
      term: '--from-clusters',
      text: 'read every cluster, and write what differs to the configuration',
    },
    { term: '--check', text: 'write nothing; fail where the configuration has drifted' },
    { term: '--out FILE', text: 'write to this file instead; - is standard output' },
    { term: '--all', text: 'every Service, not only what the manifests name' },
    {
      term: '--ignore-counts',
      text: 'with --check: another number of the same endpoints is no drift',
    },
  ],
  examples: [
    'mesh-failover inventory --from-clusters',
    'mesh-failover inventory --from-clusters --check --ignore-counts',
  ],
  async run(values, operands, io) {
    const out = textOption(values, 'out');
    const check = values['check'] === true;
    const outputs = outputsOf(values, formats, out === '-' ? [] : undefined);
    if (values['from-clusters'] !== true && !check) {
      throw new UserError('inventory reads the clusters: say so with --from-clusters, or --check');
    }
    if (check && out !== undefined) throw new UserError('--check writes nothing: leave out --out');
    try {
      const all = values['all'] === true;
      const { mesh } = await inspectFor({ ...values, 'allow-empty': all }, operands, io);
      const { result, text } = await read(mesh, values, io);
      if (!check) result.written = await write(text, mesh.config, out, io);
      for (const output of outputs) {
        const color = output.file === undefined && hasColor(values, io);
        const quiet = values['quiet'] === true;
        const told =
          output.format === 'json'
            ? `${toJson(result)}\n`
            : inventoryText(result, { color, quiet });
        await writeOutput(output, told, io);
      }
      return check && result.drifted ? ExitCode.failed : ExitCode.fine;
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      io.stderr.write(`mesh-failover: ${safeLines(error.message)}\nNothing was written.\n`);
      return ExitCode.failed;
    }
  },
};

async function read(mesh: Mesh, values: OptionValues, io: Io) {
  const { config } = mesh;
  const all = values['all'] === true;
  const hosts = hostsOf(mesh);
  if (hosts.length === 0 && !all) {
    throw new UserError(
      'the manifests name no host: name the folder that holds your VirtualServices, or pass --all',
    );
  }
  const connected = await connectAll(declaredClusters(config), io);
  const namespaces = all ? undefined : namespacesOf(hosts);
  const now = io.now?.() ?? new Date();
  const readAt = `${now.toISOString().slice(0, 19)}Z`;
  const objects = await Promise.all(
    connected.map((cluster) => readClusterObjects(cluster, namespaces, config.rootNamespace)),
  );
  const found = inventoryOf(objects, config, {
    hosts: all ? undefined : hosts,
    labelKeys: (host) => labelKeysOf(mesh, host),
  });
  const compared = compareInventory(config, found, hosts);
  const comparison =
    values['ignore-counts'] === true && values['check'] === true
      ? withoutCounts(compared)
      : compared;
  const file = config.file ?? '';
  const result = inventoryResult({
    readAt,
    file,
    servers: connected,
    inventory: found,
    comparison,
  });
  const text = (before: string) => editConfig(file, before, compared, readAt);
  return { result, text };
}

/** Writes the configuration with what was found; the result says where it went. */
async function write(
  edit: (text: string) => string,
  { file = '' }: Config,
  out: string | undefined,
  io: Io,
): Promise<string> {
  const content = readTextFile(`${io.cwd}/${file}`);
  if ('problem' in content) throw new UserError(`${file}: ${content.problem}`);
  const after = edit(content.text);
  if (out === undefined) {
    if (after !== content.text) await writeFixed(io.cwd, { file, before: content.text, after });
    return file;
  }
  await writeOutput({ format: 'configuration', file: out === '-' ? undefined : out }, after, io);
  return out;
}

function namespacesOf(hosts: readonly string[]): string[] {
  const names = hosts.map((host) => namespaceOfHost(host));
  return [...new Set(names.filter((name) => name !== undefined))];
}
