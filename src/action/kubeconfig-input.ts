import { getInput, setSecret } from '@actions/core';
import { ownInputs } from './own-inputs.js';
import { secretsOf } from './secrets.js';

/**
 * The kubeconfig that was given as input, hidden in the log from here on; undefined if there is none. It may be given
 * as base64.
 */
export function takeKubeconfig(): string | undefined {
  const given = getInput(ownInputs.kubeconfig.input, { trimWhitespace: false });
  // Programs that we start, such as a login plugin, are not to inherit it.
  delete process.env['INPUT_KUBECONFIG'];
  if (given.trim() === '') return undefined;
  const kubeconfig = fromBase64(given) ?? given;
  for (const secret of [given, ...secretsOf(kubeconfig)]) setSecret(secret);
  return kubeconfig;
}

function fromBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return /\bclusters\b/.test(decoded) ? decoded : undefined;
}
