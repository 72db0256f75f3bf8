import {
  apiProblem,
  githubApi,
  repositoryOf,
  type Api,
  type GithubRepository,
} from './github-api.js';
import { runUrl } from './links.js';
import type { Notes } from './notes.js';

export interface RecordOptions {
  /** The name of the environment; undefined: no record is kept. */
  environment: string | undefined;
  /** Where that environment can be seen. */
  environmentUrl: string | undefined;
  token: string | undefined;
  env: NodeJS.ProcessEnv;
  notes: Notes;
}

/** How a deployment ended. */
export interface DeploymentEnd {
  state: 'success' | 'failure' | 'error';
  description: string;
}

/** GitHub takes no more of a description. */
const longest = 140;

/**
 * Keeps a deployment record on GitHub while the work is done: its status, and a link to the page of this run, which has
 * the plan and what became of it. A record that cannot be written is noted, and hinders nothing.
 *
 * @param endOf How it ended, of the work's result; an error of the work itself is an `error`.
 */
export async function withDeploymentRecord<T>(
  options: RecordOptions,
  work: () => Promise<T>,
  endOf: (result: T) => DeploymentEnd,
): Promise<T> {
  const tell = await begin(options);
  try {
    const result = await work();
    await tell(endOf(result));
    return result;
  } catch (error) {
    await tell({ state: 'error', description: 'the deployment ended with an error' });
    throw error;
  }
}

type Tell = (end: DeploymentEnd) => Promise<void>;

type State = DeploymentEnd['state'] | 'in_progress';

async function begin(options: RecordOptions): Promise<Tell> {
  const { environment, environmentUrl, token, env, notes } = options;
  const nothing: Tell = () => Promise.resolve();
  const repository = repositoryOf(env['GITHUB_REPOSITORY']);
  const ref = env['GITHUB_SHA'];
  if (environment === undefined || !repository || !ref) return nothing;
  if (token === undefined) {
    notes.add('No deployment record: the input github-token is empty');
    return nothing;
  }
  const fail = (error: unknown) => {
    notes.add(`No deployment record: ${apiProblem(error, 'deployments: write')}`);
  };
  try {
    const api = await githubApi(token);
    const id = await create(api, repository, ref, environment);
    const log = runUrl(env);
    const fixed = {
      ...repository,
      deployment_id: id,
      environment,
      ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
      ...(log === undefined ? {} : { log_url: log }),
    };
    const status = async (state: State, description: string) => {
      const own = { state, description: description.slice(0, longest) };
      await api.rest.repos.createDeploymentStatus({ ...fixed, ...own });
    };
    await status('in_progress', 'applying to every cluster, or to none');
    return ({ state, description }) => status(state, description).catch(fail);
  } catch (error) {
    fail(error);
    return nothing;
  }
}

async function create(
  api: Api,
  repository: GithubRepository,
  ref: string,
  environment: string,
): Promise<number> {
  const { data } = await api.rest.repos.createDeployment({
    ...repository,
    ref,
    environment,
    // What was merged is applied as it is; other checks were asked before the merge.
    auto_merge: false,
    required_contexts: [],
    description: 'mesh-failover apply',
  });
  if (!('id' in data)) throw new Error('a deployment without an id');
  return data.id;
}
