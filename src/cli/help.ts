import type { Command, CommandEntry, OptionHelp } from './command.js';
import { wrap } from '../report/wrap.js';
import { commonHelp } from './common-options.js';

/** Columns of a terminal that help is read in. */
const helpWidth = 80;

/** `mesh-failover --help`. */
export function overview(commands: readonly CommandEntry[]): string {
  const rows = commands.map(({ name, operands, summary }) => {
    return { term: `${name} ${operands}`.trim(), text: summary };
  });
  return [
    'Makes multi-cluster failover on Istio and Cloud Service Mesh provable.\n',
    'Usage: mesh-failover COMMAND [OPTIONS] [PATH…]\n',
    table('Commands', rows),
    table('Options everywhere', [
      ...commonHelp("text, json, and the command's others"),
      { term: '-V, --version', text: 'print the version (without a command)' },
    ]),
    ...wrap(
      'PATH is a file, a folder, a glob, or - for standard input; default: the working folder.',
      helpWidth,
    ),
    ...wrap(
      'Exit codes: 0 fine, 1 findings or failure, 2 usage or configuration, 3 an internal error.',
      helpWidth,
    ),
    'Start with: mesh-failover check .\n',
  ].join('\n');
}

/** `mesh-failover COMMAND --help`. */
export function helpOf(
  { name, operands, summary }: CommandEntry,
  { formats, help, examples }: Command,
): string {
  return [
    ...wrap(`mesh-failover ${name}: ${summary}\n`, helpWidth),
    `${`Usage: mesh-failover ${name} [OPTIONS] ${operands}`.trimEnd()}\n`,
    ...(help.length ? [table('Options', help)] : []),
    table('Options everywhere', commonHelp(formats.join(', '))),
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function table(title: string, rows: readonly OptionHelp[]): string {
  const width = Math.max(...rows.map(({ term }) => term.length)) + 2;
  const lines = rows.flatMap(({ term, text }) =>
    wrap(text, helpWidth - width - 2).map(
      (line, index) => `  ${(index === 0 ? term : '').padEnd(width)}${line}\n`,
    ),
  );
  return `${title}:\n${lines.join('')}`;
}
