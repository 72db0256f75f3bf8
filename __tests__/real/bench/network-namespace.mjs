// @ts-check
/**
 * Runs a command in a network namespace of its own, where nothing else can be reached and every address of 10.77.0.0/16
 * is this machine's: what pods need for addresses.
 *
 *     node __tests__/real/bench/network-namespace.mjs npm run test:real
 *
 * It needs root or user namespaces. Where there is neither, it says so and runs the command as it is.
 */
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';

const mark = 'MESH_FAILOVER_NETWORK_NAMESPACE';
const prepare =
  'PATH="$PATH:/usr/sbin:/sbin"; ip link set lo up && ip route add local 10.77.0.0/16 dev lo';

/** The first three numbers of the addresses of the n-th node's pods. */
export function podNetwork(/** @type {number} */ n) {
  return `10.77.${n}`;
}

/** Whether this process runs in such a namespace. */
export function isInNetworkNamespace() {
  return process.env[mark] === '1';
}

/** The `unshare` flags that work here: none needed for root, a user namespace for others. */
function possibleFlags() {
  return [['--net'], ['--map-root-user', '--net']].find(
    (flags) => spawnSync('unshare', [...flags, 'sh', '-c', prepare]).status === 0,
  );
}

/** @param {string[]} command */
function main(command) {
  if (command.length === 0) {
    console.error('usage: node network-namespace.mjs COMMAND [ARGUMENT…]');
    process.exitCode = 2;
    return;
  }
  const flags = possibleFlags();
  if (!flags) {
    console.error(
      'no network namespace can be made here (unshare, ip): tests with pods cannot run',
    );
  }
  const inNamespace = ['sh', '-c', `(${prepare}) && exec "$@"`, 'sh', ...command];
  const [file = '', ...args] = flags ? ['unshare', ...flags, ...inNamespace] : command;
  const child = spawn(file, args, {
    stdio: 'inherit',
    env: flags ? { ...process.env, [mark]: '1' } : process.env,
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 127;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2));
}
