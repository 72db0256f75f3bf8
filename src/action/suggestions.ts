import { covers, type ChangedLines } from '../sources/git/changed-lines.js';
import type { Finding } from '../foundation/finding.js';
import { fingerprints } from '../lint/fingerprint.js';
import { suggestionOf, type Suggestion } from '../report/suggestion-markdown.js';
import type { Api, GithubRepository } from './github-api.js';
import { ownLogin } from './own-login.js';

/** More would bury the conversation; `mesh-failover lint --fix` mends all at once. */
const mostSuggestions = 10;

export interface SuggestionPlace extends GithubRepository {
  number: number;
  /** The commit whose lines are meant: the pull request's last one. */
  head: string;
}

/** A suggestion that can be told from others on the page. */
export interface MarkedSuggestion extends Suggestion {
  marker: string;
}

/**
 * The fixes that can be accepted on the page of a pull request: those whose lines are in the change that GitHub shows.
 *
 * @param shown The lines that the page shows, by file.
 */
export function suggestionsFor(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
  shown: ChangedLines,
): MarkedSuggestion[] {
  const prints = fingerprints(findings, textOf);
  const taken: Suggestion[] = [];
  return findings.flatMap((finding, index) => {
    const text = textOf(finding.file);
    const made = text === undefined ? undefined : suggestionOf(finding, text);
    if (!made || !covers(shown.get(finding.file), made)) return [];
    // Of two that change the same lines only one can be accepted.
    if (taken.some((other) => other.file === made.file && overlap(other, made))) return [];
    if (taken.length === mostSuggestions) return [];
    taken.push(made);
    return [{ ...made, marker: `<!-- mesh-failover fix ${prints[index] ?? ''} -->` }];
  });
}

function overlap(a: Suggestion, b: Suggestion): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Adds those that are not on the page yet, in one review; the result is how many. */
export async function publishSuggestions(
  api: Api,
  { owner, repo, number, head }: SuggestionPlace,
  suggestions: readonly MarkedSuggestion[],
): Promise<number> {
  if (suggestions.length === 0) return 0;
  const there = await markersThere(api, { owner, repo, number });
  const missing = suggestions.filter(({ marker }) => !there.has(marker));
  if (missing.length === 0) return 0;
  const what = missing.length === 1 ? 'one of the findings' : `${missing.length} findings`;
  await api.rest.pulls.createReview({
    owner,
    repo,
    pull_number: number,
    commit_id: head,
    event: 'COMMENT',
    body: `mesh-failover can mend ${what}:`,
    comments: missing.map(({ file, first, last, marker, body }) => ({
      path: file,
      body: `${marker}\n${body}`,
      side: 'RIGHT',
      line: last,
      ...(first < last ? { start_line: first, start_side: 'RIGHT' } : {}),
    })),
    request: { retries: 0 },
  });
  return missing.length;
}

/** What this token's own comments on the current lines say already. */
async function markersThere(
  api: Api,
  { owner, repo, number }: Omit<SuggestionPlace, 'head'>,
): Promise<Set<string>> {
  const comments = await api.paginate(api.rest.pulls.listReviewComments, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  const marked = comments.flatMap(({ body, user, line }) => {
    const marker = /^<!-- mesh-failover fix \S+ -->/.exec(body)?.[0];
    // A comment on a line that has changed since has none, and GitHub folds it.
    return marker !== undefined && typeof line === 'number' ? [{ marker, login: user?.login }] : [];
  });
  if (marked.length === 0) return new Set();
  const own = await ownLogin(api);
  return new Set(marked.filter(({ login }) => login === own).map(({ marker }) => marker));
}
