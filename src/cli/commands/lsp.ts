import type { Command } from '../command.js';
import { ExitCode } from '../exit-code.js';

export const lspCommand: Command = {
  formats: ['text'],
  options: { stdio: { type: 'boolean' } },
  help: [{ term: '--stdio', text: 'over standard input and output (default)' }],
  examples: ['mesh-failover lsp --stdio'],
  async run(_values, _operands, { stdin, stdout }) {
    const { serve } = await import('../../lsp/serve.js');
    const ended = new Promise<void>((done) => stdin.once('close', done).once('end', done));
    serve(stdin, stdout);
    await ended;
    return ExitCode.fine;
  },
};
