import { changedLines } from '../sources/git/changed-lines.js';
import { sameFiles } from '../sources/git/commits.js';
import { commentMarkdown, isWorthComment } from '../report/comment-markdown.js';
import type { CheckedWorkspace } from './check.js';
import type { Commits } from './commits.js';
import { pullRequestOf, type PullRequest, type WorkflowEvent } from './event.js';
import {
  apiProblem,
  githubApi,
  repositoryOf,
  type Api,
  type GithubRepository,
} from './github-api.js';
import type { CommentInput } from './own-inputs.js';
import { placeLinks, runUrl } from './links.js';
import type { Notes } from './notes.js';
import { commentKey, publishComment } from './pull-request-comment.js';
import { publishSuggestions, suggestionsFor } from './suggestions.js';
import { fromWorkspace, toWorkspace, type Workspace } from './workspace.js';

/** What GitHub shows of a file around a change. */
const shownAround = 3;

export interface PullRequestOptions {
  event: WorkflowEvent;
  commits: Commits;
  comment: CommentInput;
  token: string | undefined;
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  /** What this job looks at: it tells the comments of a matrix apart. */
  subject: readonly (string | undefined)[];
  sections: readonly { title: string; text: string }[];
  notes: Notes;
}

/** Tells a pull request what was found. What cannot be written is noted, and fails nothing. */
export async function tellPullRequest(
  checked: CheckedWorkspace,
  options: PullRequestOptions,
): Promise<void> {
  const { event, comment, commits, env, notes, token } = options;
  const pull = pullRequestOf(event);
  const repository = repositoryOf(env['GITHUB_REPOSITORY']);
  if (comment === 'never' || !pull || !repository) return;
  if (!commits.isCheckedOut) {
    notes.add(
      `No comment: ${event.name} checks out the base branch, so what was checked is not the pull request's`,
    );
    return;
  }
  if (token === undefined) {
    notes.add('No comment: the input github-token is empty');
    return;
  }
  const problemOf = (error: unknown) => apiProblem(error, 'pull-requests: write', !pull.isOwn);
  try {
    const api = await githubApi(token);
    await writeComment(api, repository, pull, checked, options);
    await writeSuggestions(api, repository, pull, checked, options).catch((error: unknown) => {
      notes.add(`The fixes are not on the page of the pull request: ${problemOf(error)}`);
    });
  } catch (error) {
    notes.add(`No comment, only annotations and the job summary: ${problemOf(error)}`);
  }
}

async function writeComment(
  api: Api,
  repository: GithubRepository,
  { number, head }: PullRequest,
  checked: CheckedWorkspace,
  { comment, env, event, notes, sections, subject }: PullRequestOptions,
): Promise<void> {
  const url = runUrl(env);
  const run = url === undefined ? '' : `, <a href="${url}">run</a>`;
  const body = commentMarkdown(checked, {
    newFindings: checked.newFindings,
    place: placeLinks(event, env),
    sections,
    notes: notes.all,
    foot: `<sub>Commit ${head}${run}</sub>`,
  });
  const key = commentKey([env['GITHUB_WORKFLOW'], env['GITHUB_JOB'], ...subject]);
  const create = comment === 'always' || isWorthComment(checked, checked.newFindings);
  await publishComment(api, { ...repository, number, key }, { body, create });
}

/** Only where the lines are those of the pull request: the commit that was checked out may be its merge. */
async function writeSuggestions(
  api: Api,
  repository: GithubRepository,
  { number, head }: PullRequest,
  { lint, text }: CheckedWorkspace,
  { commits, env, workspace }: PullRequestOptions,
): Promise<void> {
  const fixable = lint.findings.filter(({ fix }) => fix !== undefined);
  if (commits.base === undefined || fixable.length === 0) return;
  const { cwd } = workspace;
  const files = [...new Set(fixable.map(({ file }) => fromWorkspace(file, workspace)))];
  const same = await sameFiles(cwd, env, head, files);
  const lines = await changedLines(cwd, env, commits.base, shownAround);
  const shown = new Map(
    [...lines]
      .filter(([file]) => same.has(file))
      .map(([file, ranges]) => [toWorkspace(file, workspace), ranges]),
  );
  const suggestions = suggestionsFor(fixable, text, shown);
  await publishSuggestions(api, { ...repository, number, head }, suggestions);
}
