// @ts-check
/** Runs the real kubectl. */
import { spawn } from 'node:child_process';
import { ensureParts } from './build.mjs';

/**
 * Runs kubectl to its end and gives what it wrote to stdout. Fails with what it wrote to stderr.
 *
 * @param {{ kubeconfig: string, cacheFolder: string }} target
 * @param {string[]} args
 * @param {string} [input] its stdin
 * @returns {Promise<string>}
 */
export async function kubectl(target, args, input = '') {
  const parts = await ensureParts(['kubectl']);
  const child = spawn(parts.kubectl, args, {
    env: {
      PATH: process.env['PATH'],
      KUBECONFIG: target.kubeconfig,
      KUBECACHEDIR: target.cacheFolder,
    },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${err.trim() || `exit ${code}`}`);
  return out;
}
