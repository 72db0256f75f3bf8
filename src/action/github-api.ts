import type { getOctokit } from '@actions/github';
import { isNativeError } from 'node:util/types';
import { safeText } from '../foundation/safe-text.js';

/** The client of the GitHub API, of whichever server the job runs for. */
export type Api = ReturnType<typeof getOctokit>;

/** A repository, as the API names it. */
export interface GithubRepository {
  owner: string;
  repo: string;
}

/** A limit that ends later than this is not waited for: nobody's pull request should hang on a comment. */
const longestWait = 60;

const mostRetries = 2;

/**
 * A client that waits out short rate limits and tries again where the server fails.
 *
 * The toolkit reads its environment while it is loaded, so that happens here and no sooner.
 */
export async function githubApi(token: string): Promise<Api> {
  const [{ getOctokit: client }, { retry }, { throttling }] = await Promise.all([
    import('@actions/github'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ]);
  const isWorthIt = (seconds: number, _options: unknown, _api: unknown, retries: number) =>
    seconds <= longestWait && retries < mostRetries;
  const throttle = { onRateLimit: isWorthIt, onSecondaryRateLimit: isWorthIt };
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const options = { throttle, retry: { retries: mostRetries }, log: silent };
  return client(token, options, retry, throttling);
}

/** `owner/name`, taken apart; undefined for anything else. */
export function repositoryOf(fullName: string | undefined): GithubRepository | undefined {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(fullName ?? '') ?? [];
  return owner !== undefined && repo !== undefined ? { owner, repo } : undefined;
}

/** The status that the server answered with; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const status = isNativeError(error) && 'status' in error ? error.status : undefined;
  const hasAnswer = isNativeError(error) && 'response' in error && error.response !== undefined;
  return typeof status === 'number' && hasAnswer ? status : undefined;
}

const apiErrors = ['HttpError', 'GraphqlResponseError'];

/**
 * Why a call failed, in words for people.
 *
 * @param permission What the token needs, such as `pull-requests: write`.
 * @param isFork Whether the run is for a pull request from a fork, whose token may write nothing whatever the workflow says.
 * @throws The error itself where it does not come from a call.
 */
export function apiProblem(error: unknown, permission: string, isFork = false): string {
  if (!isNativeError(error) || !apiErrors.includes(error.name)) throw error;
  const status = statusOf(error);
  const { message } = error;
  if (status === undefined) return `the GitHub API cannot be reached (${safeText(message)})`;
  if (status === 429 || /rate limit/i.test(message)) {
    return 'the rate limit of the GitHub API is used up';
  }
  if (status === 401 || status === 403 || status === 404) {
    const how = isFork
      ? 'which a pull request from a fork never has'
      : 'in the permissions of the job';
    return `the token may not do that: it needs ${permission}, ${how}`;
  }
  const first = message.split('\n')[0] ?? '';
  return `the GitHub API answers ${status} (${safeText(first.slice(0, 200))})`;
}
