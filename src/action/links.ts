import { trimEndings } from '../foundation/trim-endings.js';
import { linkedTo, unlinked, type PlaceLink } from '../report/markdown-place.js';
import { pullRequestOf, type WorkflowEvent } from './event.js';

/** Links to the lines that the run is about, on the server that the job runs for. */
export function placeLinks(event: WorkflowEvent, env: NodeJS.ProcessEnv): PlaceLink {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env;
  // The commit that GitHub merges a pull request into is there for a while only.
  const commit = pullRequestOf(event)?.head ?? sha;
  if (!server || !repository || !commit) return unlinked;
  return linkedTo(server, repository, commit);
}

/** The page of this run, or of this attempt at it, which has the job summary; undefined outside of one. */
export function runUrl(env: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL: server = '', GITHUB_REPOSITORY: repository = '' } = env;
  const { GITHUB_RUN_ID: id = '', GITHUB_RUN_ATTEMPT: attempt = '' } = env;
  const run = `${trimEndings(server, '/')}/${repository}/actions/runs/${id}`;
  if (!/^https?:\/\/[\w.:/-]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+$/.test(run)) return undefined;
  return /^[1-9]\d*$/.test(attempt) && attempt !== '1' ? `${run}/attempts/${attempt}` : run;
}
