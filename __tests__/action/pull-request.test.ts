/** The built action on a pull request, with a repository of its own and GitHub's API on loopback. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { GithubServer } from './github/github-server.js';
import { Runner, type StepResult } from './runner.js';

let runner: Runner;
let github: GithubServer;
let head: string;

const ejection = (percent: number) => (text: string) =>
  text.replace(/maxEjectionPercent: \d+/, `maxEjectionPercent: ${percent}`);

beforeEach(async () => {
  github = new GithubServer();
  await github.start();
  runner = new Runner();
});

afterEach(() => {
  expect(github.problems).toEqual([]);
  github.stop();
  runner.remove();
});

function pullRequest(change: () => void, from?: string): void {
  runner.copy('hello-world');
  head = runner.pullRequest(change, from);
}

function step(inputs: Record<string, string> = {}): Promise<StepResult> {
  Object.assign(runner.env, {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: 'https://ghe.example',
    GITHUB_SHA: runner.git('rev-parse', 'HEAD'),
    GITHUB_RUN_ID: '42',
    GITHUB_WORKFLOW: 'Failover',
    GITHUB_JOB: 'check',
  });
  return runner.step({ 'github-token': github.token, ...inputs });
}

const breakIt = () => runner.copy('hello-world', '.', ejection(10));
const marker = /^<!-- mesh-failover [0-9a-f]{16} -->\n/;

describe('the comment', () => {
  test('says first what changes, then why, with links to the lines of the pull request', async () => {
    pullRequest(breakIt);
    const result = await step();
    expect(result.exitCode).toBe(1);
    expect(github.comments).toHaveLength(1);
    const { body } = github.comments[0]!;
    expect(body).toMatch(marker);
    const order = [
      '### ❌ mesh-failover: 1 error',
      '**Behaviour**: of ',
      '| ❌ | clients entering in europe-west1 (a) | europe-west1 failing |',
      'Cause: <a href=',
      '**max-ejection-percent-100** ',
      '**New findings**',
      '<details><summary>Predicted traffic</summary>',
      `<sub>Commit ${head}, <a href="https://ghe.example/acme/mesh/actions/runs/42">run</a></sub>`,
    ].map((text) => body.indexOf(text));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    const link = `<a href="https://ghe.example/acme/mesh/blob/${head}/destination-rule.yaml#L`;
    expect(body).toContain(link);
    expect(result.summary).toContain(link);
    expect(result.summary).toContain('**Behaviour**: of ');
    expect(result.summary).toMatch(
      /\| ❌ \| clients entering in europe-west1 \(a\) \| europe-west1 failing \|.*0 %.*\|.*50 %/,
    );
    expect(Number(result.outputs['worse'])).toBeGreaterThan(0);
  });

  test('is one, and brought up to date; of others nothing is touched', async () => {
    pullRequest(breakIt);
    await step();
    const [own] = github.comments;
    // Anybody may quote the marker, and there may be many comments before.
    const quoted = { ...own!, id: 1, login: 'mallory' };
    const many = Array.from({ length: 250 }, (_, id) => ({ id: id + 1000, body: 'x', login: 'a' }));
    github.comments = [quoted, ...many, { ...own!, body: `${own!.body}old` }];
    await step();
    expect(github.comments).toHaveLength(252);
    expect(github.comments[0]).toEqual(quoted);
    expect(github.comments.at(-1)).toEqual(own);
    expect(github.count(/^GET .*\/issues\/7\/comments/)).toBe(4);
    expect(github.count(/^PATCH /)).toBe(1);
    await step();
    expect(github.count(/^PATCH /)).toBe(1);
  });

  test('of each job of a matrix is its own', async () => {
    pullRequest(breakIt);
    await step();
    await step({ paths: 'destination-rule.yaml gateway.yaml virtual-service.yaml' });
    expect(new Set(github.comments.map(({ body }) => marker.exec(body)?.[0])).size).toBe(2);
  });

  test('is not written where there is nothing to say, unless it is asked for', async () => {
    pullRequest(() => runner.write('README.md', 'x'));
    expect((await step()).exitCode).toBe(0);
    await step({ comment: 'never' });
    expect(github.comments).toEqual([]);
    await step({ comment: 'always' });
    const { body } = github.comments[0]!;
    expect(body).toMatch(
      /mesh-failover: .*\n\n\*\*Behaviour\*\*: none of \d+ predicted cases changes\n/,
    );
    const unfolded = body.replace(/<details>[^]*?<\/details>/g, '').trim();
    expect(unfolded.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(5);
  });

  test('becomes a line when all is well again', async () => {
    pullRequest(breakIt);
    await step();
    runner.copy('hello-world');
    runner.commit();
    await step();
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('**Behaviour**: none of');
  });

  test('of a fork is not written, and that is said', async () => {
    pullRequest(breakIt, 'mallory/mesh');
    github.isReadOnly = true;
    const result = await step();
    expect(github.comments).toEqual([]);
    const note =
      /No comment, only annotations and the job summary: the token may not do that.* a fork never has/;
    expect(result.summary).toMatch(note);
    expect(result.commands.filter((line) => note.test(line))).toEqual([
      expect.stringMatching(/^::notice::/),
    ]);
    expect(result.exitCode).toBe(1);
    expect(result.commands.at(-1)).toMatch(/^::error::Found 1 error/);
  });

  test.each([/GET/, /POST/])(
    'with a token that may read contents alone is not written, and that is one notice (%s)',
    async (call) => {
      pullRequest(breakIt);
      const message = 'Resource not accessible by integration';
      github.failures = Array.from({ length: 9 }, () => ({ for: call, status: 403, message }));
      const result = await step({ comment: 'auto' });
      expect(github.comments).toEqual([]);
      expect(result.commands.filter((line) => line.startsWith('::notice::'))).toEqual([
        '::notice::No comment, only annotations and the job summary: the token may not do that: it needs pull-requests: write, in the permissions of the job',
      ]);
      expect(result.exitCode).toBe(1);
    },
  );

  test.each([
    ['a gateway that fails once', [{ for: /POST .*comments/, status: 502 }], 1],
    ['an answer that is lost', [{ for: /POST .*comments/, status: 502, isDone: true }], 1],
    ['a list that fails once', [{ for: /GET/, status: 503 }], 1],
    [
      'a rate limit that ends soon',
      [
        {
          for: /POST/,
          status: 429,
          headers: { 'retry-after': '1' },
          message: 'secondary rate limit',
        },
      ],
      1,
    ],
    [
      'a rate limit that lasts',
      [
        {
          for: /GET/,
          status: 403,
          headers: { 'retry-after': '3600' },
          message: 'secondary rate limit',
        },
      ],
      0,
    ],
    ['a token that is over', [{ status: 401, message: 'Bad credentials' }], 0],
    ['a server that stays away', Array.from({ length: 9 }, () => ({ status: 500 })), 0],
  ])('%s fails nothing, and no comment comes twice', async (_, failures, comments) => {
    pullRequest(() => runner.write('README.md', 'x'));
    github.failures = failures;
    const result = await step({ comment: 'always' });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(github.comments).toHaveLength(comments);
    const notes = result.commands.filter((line) => line.startsWith('::notice::'));
    expect(notes).toHaveLength(comments ? 0 : 1);
    expect(result.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(github.token);
  });

  test('without an API is none, and the rest is done', async () => {
    pullRequest(breakIt);
    const { apiUrl } = github;
    github.stop();
    Object.defineProperty(github, 'apiUrl', { value: apiUrl });
    const result = await step();
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('the GitHub API cannot be reached');
    expect(result.summary).toContain('max-ejection-percent-100');
  });

  test('of pull_request_target is only about what was checked out for it', async () => {
    pullRequest(breakIt);
    runner.env['GITHUB_EVENT_NAME'] = 'pull_request_target';
    await step();
    expect(github.comments).toHaveLength(1);
    github.comments = [];
    runner.git('checkout', '-q', 'HEAD^1');
    const result = await step({ comment: 'always' });
    expect(github.comments).toEqual([]);
    expect(result.stdout).toContain('pull_request_target checks out the base branch');
  });
});

describe('suggested changes', () => {
  test('stand at their lines, and come once', async () => {
    pullRequest(breakIt);
    await step();
    expect(github.reviews).toHaveLength(1);
    const { comments, ...review } = github.reviews[0]!;
    expect(review).toEqual({
      event: 'COMMENT',
      commit_id: head,
      body: 'mesh-failover can mend one of the findings:',
    });
    const text = runner.git('show', `${head}:destination-rule.yaml`).split('\n');
    const line = text.findIndex((own) => own.includes('maxEjectionPercent')) + 1;
    const fixed = (text[line - 1] ?? '').replace('10', '100');
    expect(comments).toEqual([
      {
        path: 'destination-rule.yaml',
        side: 'RIGHT',
        line,
        body: expect.stringMatching(
          new RegExp(`^<!-- mesh-failover fix \\S+ -->\n[^]*\n\`\`\`suggestion\n${fixed}\n\`\`\`$`),
        ),
      },
    ]);
    await step();
    expect(github.reviews).toHaveLength(1);
    // A line that has changed since is folded away by GitHub.
    github.reviewComments[0]!.line = null;
    await step();
    expect(github.reviews).toHaveLength(2);
  });

  test('are only made for lines that the page shows', async () => {
    runner.write('old.yaml', brokenRule('old'));
    pullRequest(() => runner.write('README.md', 'x'));
    const result = await step({ comment: 'always' });
    expect(Number(result.outputs['errors'])).toBeGreaterThan(0);
    expect(github.comments).toHaveLength(1);
    expect(github.reviews).toEqual([]);
  });

  test('that are refused leave the comment', async () => {
    pullRequest(breakIt);
    github.failures = [
      { for: /POST .*reviews/, status: 422, message: 'line must be part of the diff' },
    ];
    const result = await step();
    expect(github.comments).toHaveLength(1);
    expect(result.stdout).toContain('The fixes are not on the page of the pull request');
  });
});

describe('what the change brings', () => {
  test('is all that is reported with only-changed', async () => {
    runner.write('old.yaml', brokenRule('old'));
    pullRequest(() => runner.write('new.yaml', brokenRule('new')));
    const all = await step();
    expect(Number(all.outputs['errors'])).toBeGreaterThanOrEqual(2);
    // Also those that the diff does not show are in the summary, with links.
    for (const name of ['new', 'old'])
      expect(all.summary).toContain(`/blob/${head}/${name}.yaml#L`);
    // Those on changed lines come first.
    const errors = all.commands.filter((line) => line.startsWith('::error file='));
    expect(errors[0]).toContain('file=new.yaml');
    const changed = await step({ 'only-changed': 'true' });
    const files = changed.commands.filter((line) => line.includes(' file='));
    expect(files.length).toBeGreaterThan(0);
    for (const line of files) expect(line).toContain('file=new.yaml');
    expect(github.comments.at(-1)!.body).not.toContain('findings from before');
  });

  test('is not known in a shallow clone: what is missing is said, and nothing is fetched', async () => {
    pullRequest(breakIt);
    const whole = runner.workspace;
    const clone = new Runner();
    execFileSync('git', ['clone', '-q', '--depth=1', `file://${whole}`, clone.workspace]);
    clone.env = { ...runner.env };
    const [first, id] = [runner, runner.git('rev-parse', 'HEAD')];
    runner = clone;
    try {
      const result = await step({ 'only-changed': 'true' });
      expect(result.stdout).toMatch(
        /every finding counts as new: the commit to compare with \([0-9a-f]{12}\) is not in this clone: give actions\/checkout fetch-depth: 2/,
      );
      expect(result.outputs).not.toHaveProperty('worse');
      expect(runner.git('rev-list', '--all')).toBe(id);
      runner.git('fetch', '-q', '--depth=2', 'origin', id);
      const deeper = await step();
      expect(Number(deeper.outputs['worse'])).toBeGreaterThan(0);
    } finally {
      runner = first;
      clone.remove();
    }
  });
});

function brokenRule(name: string): string {
  return [
    'apiVersion: networking.istio.io/v1',
    'kind: DestinationRule',
    `metadata: {name: ${name}, namespace: default}`,
    'spec:',
    `  host: ${name}.default.svc.cluster.local`,
    '  trafficPolcy: {}',
    '',
  ].join('\n');
}
