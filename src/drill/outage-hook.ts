import { spawn } from 'node:child_process';

/** What a hook is to do with the endpoints of a cluster. */
export interface HookCall {
  action: 'fail' | 'mend';
  /** `failing`: they answer with errors, but stay Ready; `unready`: their readiness fails. */
  kind: 'failing' | 'unready';
  cluster: string;
  locality: string;
}

/** Makes endpoints fail, or lets them work again. Fails with a `HookError`. */
export type OutageHook = (call: HookCall) => Promise<void>;

const TIMEOUT_MS = 60_000;
const MOST_OUTPUT = 2_000;

/**
 * A hook that is a shell command. It comes from the command line alone, never from a file: whoever may change the files of a
 * repository must not run programs where its drill runs.
 *
 * The command finds what to do in MESH_FAILOVER_ACTION, MESH_FAILOVER_KIND, MESH_FAILOVER_CLUSTER and MESH_FAILOVER_LOCALITY; `mend`
 * may come without a `fail` before it, and has to end well then too.
 */
export function commandHook(
  command: string,
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): OutageHook {
  return ({ action, kind, cluster, locality }) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, {
        cwd,
        shell: true,
        // In a group of its own, so that Ctrl-C does not end it while it mends.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...env,
          MESH_FAILOVER_ACTION: action,
          MESH_FAILOVER_KIND: kind,
          MESH_FAILOVER_CLUSTER: cluster,
          MESH_FAILOVER_LOCALITY: locality,
        },
      });
      let output = '';
      const collect = (chunk: Buffer) => {
        output = (output + chunk.toString('utf8')).slice(-MOST_OUTPUT);
      };
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
      const timer = setTimeout(() => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        fail(`took longer than ${String(TIMEOUT_MS / 1000)} s`);
      }, TIMEOUT_MS);
      const fail = (why: string) => {
        clearTimeout(timer);
        const said = output.trim() === '' ? '' : `; it said: ${output.trim()}`;
        reject(new HookError(`the outage hook (${action}, cluster ${cluster}) ${why}${said}`));
      };
      child.on('error', (error) => fail(error.message));
      child.on('close', (code, signal) => {
        clearTimeout(timer);
        if (code === 0) resolve();
        else fail(`ended with ${code === null ? String(signal) : String(code)}`);
      });
    });
}

/** The user's own hook has failed; the message says how. */
export class HookError extends Error {
  override name = 'HookError';
}
