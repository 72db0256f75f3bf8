// @ts-check
/** The manual page, from what `--help` is made of. */
import { readFileSync } from 'node:fs';

/**
 * The file and its text, in the macros of man(7).
 *
 * @returns {Promise<[string, string]>}
 */
export async function manPage() {
  const { commands } = await import('../build/src/cli/commands.js');
  const { commonHelp } = await import('../build/src/cli/common-options.js');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const parts = [
    `.TH MESH\\-FAILOVER 1 "" "mesh\\-failover ${text(version)}" "User Commands"`,
    '.SH NAME',
    'mesh\\-failover \\- check, predict, deploy and drill multi\\-cluster failover on Istio',
    '.SH SYNOPSIS',
    '.B mesh\\-failover',
    '.I COMMAND',
    '[\\fIOPTIONS\\fR] [\\fIPATH\\fR...]',
    '.SH DESCRIPTION',
    line(
      'PATH is a file, a folder, a glob, or - for standard input. Without one, it is the working folder.',
    ),
    line('The configuration is mesh-failover.yaml in the working folder, or in a folder above.'),
    '.SH OPTIONS OF EVERY COMMAND',
    ...definitions(commonHelp("text, json, and the command's others")),
    '.SH COMMANDS',
  ];
  for (const { name, operands, summary, load } of commands) {
    const { formats, help, examples } = await load();
    parts.push(
      `.SS ${text(`mesh-failover ${name} ${operands}`.trim())}`,
      line(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
      ...definitions(help),
      ...definitions([{ term: '--format NAME[=FILE]', text: formats.join(', ') }]),
      '.PP',
      'Examples:',
      '.PP',
      '.nf',
      '.RS 4',
      ...examples.map(line),
      '.RE',
      '.fi',
    );
  }
  parts.push(
    '.SH EXIT STATUS',
    ...definitions([
      { term: '0', text: 'The command found nothing to report.' },
      { term: '1', text: 'It found something, or a deployment or a drill failed.' },
      { term: '2', text: 'The command line or the configuration is wrong.' },
      { term: '3', text: 'An internal error; please report it.' },
    ]),
    '.SH ENVIRONMENT',
    ...definitions([
      { term: 'KUBECONFIG', text: 'The kubeconfig of the commands that reach clusters.' },
      { term: 'NO_COLOR', text: 'No colours, as with --no-color.' },
    ]),
    '.SH SEE ALSO',
    line('https://github.com/mesh-failover/mesh-failover'),
  );
  return ['docs/mesh-failover.1', `${parts.join('\n')}\n`];
}

/** @param {readonly { term: string; text: string }[]} rows */
function definitions(rows) {
  return rows.flatMap((row) => ['.TP', `.B ${text(row.term)}`, line(row.text)]);
}

/** Text that roff prints as it stands. @param {string} plain */
function text(plain) {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll("'", '\\(aq')
    .replaceAll('…', '...');
}

/** The same as a line of its own, which no macro or control character begins. @param {string} plain */
function line(plain) {
  return text(plain).replace(/^\./, '\\&.');
}
