import type { DescribedCommand, DescribedOption } from './described.js';

/** A script that completes the command line in fish; it starts nothing. */
export function fishCompletion(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c mesh-failover -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(command.summary)}`,
    ...command.options.map((option) => optionLine(command.name, option)),
    ...operandLine(command),
  ]);
  return [
    '# Completion of mesh-failover for fish: mesh-failover completion fish | source',
    'complete -c mesh-failover -e',
    ...lines,
    '',
  ].join('\n');
}

function optionLine(command: string, { name, short, text, values }: DescribedOption): string {
  const ends = {
    none: '',
    files: ' -r -F',
    words: ` -x -a ${quoted(values === 'files' ? '' : (values ?? []).join(' '))}`,
  };
  const end = values === undefined ? ends.none : values === 'files' ? ends.files : ends.words;
  return `${within(command)} -l ${name}${short === undefined ? '' : ` -s ${short}`}${end} -d ${quoted(text)}`;
}

/** Paths are completed by themselves. */
function operandLine({ name, operands }: DescribedCommand): string[] {
  if (operands === 'files') return [];
  return [`${within(name)} -f${operands.length ? ` -a ${quoted(operands.join(' '))}` : ''}`];
}

function within(command: string): string {
  return `complete -c mesh-failover -n '__fish_seen_subcommand_from ${command}'`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
