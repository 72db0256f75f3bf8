import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Keeps the compiled program between runs, where Node can (22.8 and newer): compiling is a good part of the start. Nothing is
 * kept in CI, whose machines start anew; `NODE_DISABLE_COMPILE_CACHE` switches it off everywhere.
 */
export function keepCompiledCode(env: NodeJS.ProcessEnv): void {
  const { enableCompileCache } = nodeModule as {
    enableCompileCache?: (folder: string) => unknown;
  };
  if (!env['CI']) enableCompileCache?.(join(cacheFolder(env), 'mesh-failover', 'compiled'));
}

/** The user's own: what others may write to must not be run. */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32' && env['LOCALAPPDATA']) return env['LOCALAPPDATA'];
  return env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
}
