import { execFile } from 'node:child_process';
import { pathOfPart } from '../bench/build.mjs';

/**
 * @param {'istioctl' | 'kubeconform' | 'kiali-checks'} part
 * @param {string[]} args
 * @param {string} [input]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function runPart(part, args, input = '') {
  return new Promise((resolve, reject) => {
    const child = execFile(
      pathOfPart(part),
      args,
      { timeout: 120_000 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
    // A program that reads nothing may have ended before.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
