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

/** The page of this run; undefined outside of one. */
export function runUrl(env: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  const url = `${server ?? ''}/${repository ?? ''}/actions/runs/${id ?? ''}`;
  return /^https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+$/.test(url) ? url : undefined;
}
