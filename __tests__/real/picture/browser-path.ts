import { isExecutable, programPath } from '../program-path.js';

/** A Chromium of this machine: `MESH_FAILOVER_BROWSER`, else what is found in the PATH. */
export function browserPath(): string | undefined {
  const named = process.env['MESH_FAILOVER_BROWSER'];
  if (named && isExecutable(named)) return named;
  return programPath('chromium', 'chromium-browser', 'google-chrome', 'chrome');
}
