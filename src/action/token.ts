import { getInput, setSecret } from '@actions/core';
import { ownInputs } from './own-inputs.js';

/** The token for the GitHub API, hidden in the log from here on; undefined if there is none. */
export function takeToken(): string | undefined {
  const token = getInput(ownInputs.token.input);
  // Programs that we start, such as a login plugin, are not to inherit it.
  delete process.env['INPUT_GITHUB-TOKEN'];
  if (token === '') return undefined;
  setSecret(token);
  setSecret(Buffer.from(token).toString('base64'));
  return token;
}
