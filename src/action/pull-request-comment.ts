import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { statusOf, type Api, type GithubRepository } from './github-api.js';
import { ownLogin } from './own-login.js';

/** Where the comment belongs. */
export interface CommentPlace extends GithubRepository {
  number: number;
  /** Tells the comments of several jobs of one pull request apart. */
  key: string;
}

export interface WantedComment {
  body: string;
  /** Whether to write one where there is none yet; one that is there is always brought up to date. */
  create: boolean;
}

export type CommentOutcome = 'created' | 'updated' | 'unchanged' | 'none';

/** GitHub takes a little time until a comment that it made in spite of an error can be seen. */
const settling = 1_000;

/**
 * The marker that a comment begins with. It names the job by its workflow and what it looks at: the jobs of a matrix
 * write a comment each.
 */
export function commentKey(parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/**
 * Writes the one comment of this job, or brings it up to date where it is. Nobody else's comment is touched, whatever it
 * says.
 */
export async function publishComment(
  api: Api,
  place: CommentPlace,
  wanted: WantedComment,
): Promise<CommentOutcome> {
  const text = `${markerOf(place)}\n${wanted.body}`;
  const found = await findComment(api, place);
  if (found) return update(api, place, found, text);
  if (!wanted.create) return 'none';
  const { owner, repo, number } = place;
  const create = () =>
    api.rest.issues.createComment({
      owner,
      repo,
      issue_number: number,
      body: text,
      // A failed answer may still have made a comment: it is looked for before the next try.
      request: { retries: 0 },
    });
  try {
    await create();
  } catch (error) {
    if ((statusOf(error) ?? 0) < 500) throw error;
    await wait(settling);
    const made = await findComment(api, place);
    if (made) return update(api, place, made, text);
    await create();
  }
  return 'created';
}

interface Comment {
  id: number;
  body: string;
}

async function findComment(api: Api, place: CommentPlace): Promise<Comment | undefined> {
  const { owner, repo, number } = place;
  const marker = markerOf(place);
  const pages = api.paginate.iterator(api.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  let login: string | undefined;
  for await (const { data } of pages) {
    for (const { id, body = '', user } of data) {
      if (!body.startsWith(marker)) continue;
      login ??= await ownLogin(api);
      if (login !== undefined && user?.login === login) return { id, body };
    }
  }
  return undefined;
}

async function update(
  api: Api,
  { owner, repo }: CommentPlace,
  { id, body: old }: Comment,
  body: string,
): Promise<CommentOutcome> {
  // GitHub may give back the line breaks of another system.
  if (old.replaceAll('\r\n', '\n').trimEnd() === body.trimEnd()) return 'unchanged';
  await api.rest.issues.updateComment({ owner, repo, comment_id: id, body });
  return 'updated';
}

function markerOf({ key }: CommentPlace): string {
  return `<!-- mesh-failover ${key} -->`;
}
