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

const timeoutMs = 60_000;
const mostOutput = 2_000;
/** So long its output is waited for once it has ended. */
const lastWordsMs = 500;

/**
 * A hook that is a shell command. It comes from the command line or a workflow, never from a configuration: whoever may
 * change the files of a repository must not run programs where its drill runs.
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
        output = (output + chunk.toString('utf8')).slice(-mostOutput);
      };
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
      let grace: NodeJS.Timeout | undefined;
      const settle = (why: string | undefined) => {
        clearTimeout(timer);
        clearTimeout(grace);
        // A program that it has left in the background may hold them for ever.
        child.stdout.destroy();
        child.stderr.destroy();
        if (why === undefined) return resolve();
        const said = output.trim() === '' ? '' : `; it said: ${output.trim()}`;
        reject(new HookError(`the outage hook (${action}, cluster ${cluster}) ${why}${said}`));
      };
      const timer = setTimeout(() => {
        killGroup(child.pid);
        settle(`took longer than ${timeoutMs / 1000} s`);
      }, timeoutMs);
      child.on('error', (error) => settle(error.message));
      child.on('exit', (code, signal) => {
        const why =
          code === 0 ? undefined : `ended with ${code === null ? String(signal) : String(code)}`;
        clearTimeout(timer);
        child.on('close', () => settle(why));
        grace = setTimeout(() => settle(why), lastWordsMs);
      });
    });
}

/** With everything that it has started. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended just now.
  }
}

/** The user's own hook has failed; the message says how. */
export class HookError extends Error {
  override name = 'HookError';
}
