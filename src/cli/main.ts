import process from 'node:process';
import { keepCompiledCode } from './compile-cache.js';
import { ExitCode } from './exit-code.js';
import { mustFinish } from './interruption.js';
import { runCommandLine } from './run.js';

// Whoever reads our output may stop early, as head does; clusters are put in order without a reader too.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (mustFinish()) return;
  if (code === 'EPIPE' || code === 'EIO') process.exit(ExitCode.fine);
  process.stderr.write(`mesh-failover: standard output: cannot be written (${String(code)})\n`);
  process.exit(ExitCode.usage);
});
// A terminal that is gone, or a pipe whose reader has died of the same Ctrl-C.
process.stderr.on('error', () => undefined);

const { env, stdout, stderr } = process;
keepCompiledCode(env);
process.exitCode = await runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  env,
  // Opened by whoever reads it, which hardly any command does.
  get stdin() {
    return process.stdin;
  },
  stdout,
  stderr,
});
