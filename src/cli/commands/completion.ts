import { UserError } from '../../foundation/errors.js';
import type { Command, CommandEntry } from '../command.js';
import { oneOf } from '../common-options.js';
import { bashCompletion } from '../completion/bash.js';
import {
  describeCommands,
  shells,
  type DescribedCommand,
  type Shell,
} from '../completion/described.js';
import { fishCompletion } from '../completion/fish.js';
import { zshCompletion } from '../completion/zsh.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text'] as const;

const scripts: Record<Shell, (commands: readonly DescribedCommand[]) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** @param commands What can be completed. */
export const completionCommand = (commands: readonly CommandEntry[]): Command => ({
  formats,
  options: {},
  help: [],
  examples: [
    'eval "$(mesh-failover completion bash)"',
    'mesh-failover completion fish > ~/.config/fish/completions/mesh-failover.fish',
  ],
  async run(values, [name, ...more], io) {
    if (name === undefined || more.length) {
      throw new UserError(`completion takes one shell: ${shells.join(', ')}`);
    }
    const script = scripts[oneOf('completion', name, shells)](await describeCommands(commands));
    for (const output of outputsOf(values, formats)) await writeOutput(output, script, io);
    return ExitCode.fine;
  },
});
