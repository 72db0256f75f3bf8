import { ClusterError } from '../../cluster/cluster-error.js';
import type { Config } from '../../config/config.js';
import { declaredClusters } from '../../config/declared-clusters.js';
import { measuredLoadOf } from '../../inventory/measured-load.js';
import { askPrometheus } from '../../work/ask-prometheus.js';
import { connectAll } from '../../work/connect-clusters.js';
import { orderInventory, readInventory } from '../../work/inventory.js';
import { writeFixed } from '../../work/write-fixed.js';
import { accessOf } from '../clusters.js';
import { UserError } from '../../foundation/errors.js';
import { readTextFile } from '../../sources/read-file.js';
import { inventoryText } from '../../report/inventory-text.js';
import { toJson } from '../../report/json.js';
import { safeLines } from '../../foundation/safe-text.js';
import type { Command } from '../command.js';
import { hasColor, textOption } from '../common-options.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { inspectFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text', 'json'] as const;

export const inventoryCommand: Command = {
  formats,
  options: {
    'from-clusters': { type: 'boolean' },
    check: { type: 'boolean' },
    out: { type: 'string' },
    all: { type: 'boolean' },
    'ignore-counts': { type: 'boolean' },
    prometheus: { type: 'string' },
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
    {
      term: '--prometheus SOURCE',
      text: 'show the rates and times of the hosts; an address of Prometheus, or a file with its answer',
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
      const project = await inspectFor({ ...values, 'allow-empty': all }, operands, io);
      const order = orderInventory(project, { all });
      const clusters = await connectAll(declaredClusters(project.config), accessOf(io));
      const { result, edit } = await readInventory(project, order, clusters, {
        now: io.now?.() ?? new Date(),
        ignoreCounts: check && values['ignore-counts'] === true,
      });
      const source = textOption(values, 'prometheus');
      if (source !== undefined) {
        const { text, shown } = await askPrometheus(source, io.cwd);
        const asked = all ? undefined : new Set(order.hosts);
        result.load = measuredLoadOf(text, shown, project.config, asked);
      }
      if (!check) result.written = await write(edit, project.config, out, io);
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
