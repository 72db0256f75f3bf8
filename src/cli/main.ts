import process from 'node:process';
import { keepCompiledCode } from './compile-cache.js';
import { mustFinish } from './interruption.js';
import { run } from './run.js';

// Whoever reads our output may stop early, as head does; clusters are put in order without a reader too.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  if (!mustFinish()) process.exit(0);
});
// A terminal that is gone, or a pipe whose reader has died of the same Ctrl-C.
process.stderr.on('error', () => undefined);

const { env, stdin, stdout, stderr } = process;
keepCompiledCode(env);
process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env,
  stdin,
  stdout,
  stderr,
});
