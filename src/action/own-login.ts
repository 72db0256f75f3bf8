import { payloadText } from './event.js';
import type { Api } from './github-api.js';

/**
 * Who the token speaks as: an account, the bot of an app, or `github-actions[bot]`. The REST API tells it only to
 * accounts.
 */
export async function ownLogin(api: Api): Promise<string | undefined> {
  const answer: unknown = await api.graphql('query { viewer { login } }');
  return payloadText(answer, 'viewer', 'login');
}
