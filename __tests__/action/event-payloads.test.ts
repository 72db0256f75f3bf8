/**
 * The built action on payloads as GitHub sends them: its own examples, with what matters here set, held against its
 * published schemas. A called workflow (`workflow_call`) has the event and the payload of its caller, none of its own.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { Runner } from './runner.js';
import { TwoApiServers } from './two-api-servers.js';

type Json = Record<string, unknown>;

interface Payload extends Json {
  repository: Json & { full_name: string; default_branch: string };
}

const octokit = 'node_modules/@octokit';
const read = (file: string): unknown => JSON.parse(readFileSync(`${octokit}/${file}`, 'utf8'));
const examples = read('webhooks-examples/api.github.com/index.json') as {
  name: string;
  examples: Payload[];
}[];
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(read('webhooks-schemas/schema.json') as object, 'webhooks');

/** What is wrong with a payload; of an event with one shape only the definition's name ends in `$event`. */
function problems(definition: string, value: unknown): unknown[] {
  const validate = ajv.getSchema(`webhooks#/definitions/${definition}`);
  if (!validate) throw new Error(`GitHub publishes no ${definition}`);
  return validate(value) ? [] : (validate.errors ?? []);
}

/** An example of an event that fits the schema: some of the older ones lack what was added since. */
function example(name: string, definition: string): Payload {
  const all = examples.find((event) => event.name === name)?.examples ?? [];
  const found = all.find((payload) => problems(definition, payload).length === 0);
  if (!found) throw new Error(`GitHub has no example of ${name}`);
  return structuredClone(found);
}

interface Case {
  event: string;
  /** Where the payload is held to; the schedule of a workflow is no webhook, and has no schema. */
  definition?: string;
  payload: Payload;
  ref: string;
  inputs?: Record<string, string>;
  mode: string;
}

function pullRequest(from?: string): Payload {
  const payload = example('pull_request', 'pull_request_event');
  const { repository } = payload;
  const { head } = payload['pull_request'] as { head: Json };
  head['repo'] = { ...(head['repo'] as Json), full_name: from ?? repository.full_name };
  return payload;
}

const optedIn = { 'plan-pull-requests': 'true' };
const ofPullRequest = {
  definition: 'pull_request_event',
  ref: 'refs/pull/2/merge',
  inputs: optedIn,
};
const push = example('push', 'push$event');
const branch = `refs/heads/${push.repository.default_branch}`;
const dispatch = example('workflow_dispatch', 'workflow_dispatch$event');
const mergeGroup = example('merge_group', 'merge_group_event');
const zeros = '0'.repeat(40);
const toBranch = { ...push, ref: branch, deleted: false, created: false, before: zeros };

function dispatched(inputs: Json | null): Omit<Case, 'mode'> {
  return {
    event: 'workflow_dispatch',
    definition: 'workflow_dispatch$event',
    payload: { ...dispatch, inputs, ref: `refs/heads/${dispatch.repository.default_branch}` },
    ref: `refs/heads/${dispatch.repository.default_branch}`,
  };
}

const cases: [string, Case][] = [
  [
    'a pull request',
    { ...ofPullRequest, event: 'pull_request', payload: pullRequest(), inputs: {}, mode: 'check' },
  ],
  [
    'one that may be planned',
    { ...ofPullRequest, event: 'pull_request', payload: pullRequest(), mode: 'plan' },
  ],
  [
    'one of a fork',
    {
      ...ofPullRequest,
      event: 'pull_request',
      payload: pullRequest('mallory/mesh'),
      mode: 'check',
    },
  ],
  [
    'pull_request_target',
    {
      ...ofPullRequest,
      event: 'pull_request_target',
      payload: pullRequest(),
      ref: branch,
      mode: 'check',
    },
  ],
  [
    'a push to the default branch',
    { event: 'push', definition: 'push$event', payload: toBranch, ref: branch, mode: 'apply' },
  ],
  [
    'a push of a tag',
    {
      event: 'push',
      definition: 'push$event',
      payload: { ...toBranch, ref: 'refs/tags/v1' },
      ref: 'refs/tags/v1',
      mode: 'check',
    },
  ],
  [
    'the merge queue',
    {
      event: 'merge_group',
      definition: 'merge_group_event',
      payload: mergeGroup,
      ref: 'refs/heads/gh-readonly-queue/main/pr-1',
      mode: 'check',
    },
  ],
  [
    'a schedule',
    {
      event: 'schedule',
      payload: {
        schedule: '0 * * * *',
        workflow: '.github/workflows/drift.yml',
        repository: push.repository,
      },
      ref: branch,
      mode: 'drift',
    },
  ],
  ['a start by hand, with a mode', { ...dispatched({ mode: 'plan' }), mode: 'plan' }],
  ['a start by hand, without inputs', { ...dispatched(null), mode: 'check' }],
];

let runner: Runner;
let clusters: TwoApiServers;

beforeEach(async () => {
  runner = new Runner();
  clusters = new TwoApiServers();
  await clusters.start();
  runner.copy('hello-world');
});

afterEach(() => {
  runner.remove();
  clusters.stop();
});

test.each(cases)('%s', async (_, { event, definition, payload, ref, inputs = {}, mode }) => {
  expect(problems('repository', payload.repository)).toEqual([]);
  if (definition !== undefined) expect(problems(definition, payload)).toEqual([]);
  runner.event(event, payload, ref);
  runner.env['GITHUB_REPOSITORY'] = payload.repository.full_name;
  const given = { kubeconfig: clusters.kubeconfig(), comment: 'never', ...inputs };
  const result = await runner.step(given);
  expect(result.stderr).toBe('');
  expect(result.outputs).toMatchObject({ mode });
  expect(result.stdout).toMatch(new RegExp(`^mode ${mode}: `, 'm'));
  // Manifests that are in no cluster yet are drift.
  expect(result.exitCode).toBe(mode === 'drift' ? 1 : 0);
  if (mode === 'check') expect(clusters.asked).toBe(0);
  expect(clusters.writes.flat().length).toBe(mode === 'apply' ? 6 : 0);
});
