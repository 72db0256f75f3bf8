import { parseArgs } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { UserError } from '../foundation/errors.js';
import { namedStack } from '../files/named-stack.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { safeLines } from '../foundation/safe-text.js';
import type { Command, CommandEntry, OptionValues } from './command.js';
import { commands } from './commands.js';
import { commonOptions } from './common-options.js';
import { ExitCode } from './exit-code.js';
import { helpOf, overview } from './help.js';
import { outputsOf } from './output.js';
import type { Io } from './io.js';

const reportTo = 'https://github.com/mesh-failover/mesh-failover/issues';

/** Runs the command line; the result is the exit code. Never throws. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (error instanceof UserError) {
      io.stderr.write(`mesh-failover: ${safeLines(error.message)}\n`);
      return ExitCode.usage;
    }
    io.stderr.write(
      'mesh-failover: internal error. Please report it, with the command and these lines, at\n' +
        `${reportTo}\n\nmesh-failover ${packageJson.version}, Node ${process.version}\n` +
        `${safeLines(namedStack(error))}\n`,
    );
    return ExitCode.bug;
  }
}

async function dispatch([name, ...rest]: readonly string[], io: Io): Promise<number> {
  if (name === '--version' || name === '-V') {
    io.stdout.write(`${packageJson.version}\n`);
    return ExitCode.fine;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const entry = commands.find((other) => other.name === rest[0]);
    io.stdout.write(entry ? helpOf(entry, await entry.load()) : overview(commands));
    return ExitCode.fine;
  }
  if (name === undefined) {
    io.stderr.write(overview(commands));
    return ExitCode.usage;
  }
  const entry = commands.find((other) => other.name === name);
  if (!entry) throw new UserError(unknownCommand(name));
  const command = await entry.load();
  const { values, positionals } = parse(entry, command, rest);
  if (values['help'] === true) {
    io.stdout.write(helpOf(entry, command));
    return ExitCode.fine;
  }
  if (entry.operands === '' && positionals.length) {
    throw new UserError(`${entry.name} takes no "${positionals[0] ?? ''}"`);
  }
  // A format that there is not is told before the work, also by commands that write text alone.
  outputsOf(values, command.formats);
  return command.run(values, positionals, io);
}

function parse(
  { name }: CommandEntry,
  command: Command,
  args: readonly string[],
): { values: OptionValues; positionals: string[] } {
  const options = { ...commonOptions, ...command.options };
  try {
    return parseArgs({ args: withRenderValue(args), options, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    const wrong = /'(--?[^' ]+)/.exec(message)?.[1];
    const known = Object.keys(options).map((option) => `--${option}`);
    const near =
      wrong === undefined || known.includes(wrong) ? undefined : didYouMean(wrong, known);
    const [text = ''] = message.split(/\. |\n/);
    throw new UserError(
      `${text.replace(/\.$/, '')}${near ? `; did you mean ${near}?` : ''} (mesh-failover ${name} --help)`,
    );
  }
}

/** `--render` alone is `--render auto`. */
function withRenderValue(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) => {
    const isBare = arg === '--render' && (end === -1 || index < end);
    return isBare && !/^(?:off|auto)$/.test(args[index + 1] ?? '') ? '--render=auto' : arg;
  });
}

function unknownCommand(name: string): string {
  const names = commands.map((command) => command.name);
  const near = didYouMean(name, names);
  return `there is no command "${name}"${near ? `; did you mean "${near}"?` : ''} (mesh-failover --help lists them)`;
}
