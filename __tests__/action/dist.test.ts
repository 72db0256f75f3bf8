/** The built action as a process, in the environment that a runner gives it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Runner } from './runner.js';
import { token, TwoApiServers } from './two-api-servers.js';

let runner: Runner;

beforeEach(() => {
  runner = new Runner();
});

afterEach(() => {
  runner.remove();
});

const noEjection = (text: string) =>
  text.replace('maxEjectionPercent: 100', 'maxEjectionPercent: 99');

/** Where the broken value stands. */
function brokenLine(folder: string): number {
  const text = readFileSync(join(runner.workspace, folder, 'destination-rule.yaml'), 'utf8');
  return text.split('\n').findIndex((line) => line.includes('maxEjectionPercent: 99')) + 1;
}

function jsonOf(file: string | undefined): Record<string, unknown> {
  return JSON.parse(readFileSync(file ?? '', 'utf8')) as Record<string, unknown>;
}

describe('a check', () => {
  test('of the example passes, with the table in the summary', async () => {
    runner.copy('hello-world');
    const result = await runner.step();
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain('mode check: pull_request: not merged yet');
    expect(result.stdout).toContain('europe-west1 failing');
    expect(result.commands.filter((line) => line.startsWith('::error'))).toEqual([]);
    expect(result.summary).toMatch(
      /^### .* requests fail in \d+ of \d+ predicted cases, all because the client's own cluster is lost\n\n\*\*hello-world\.default:80 for \\\*\*\*\n\n\| {2}\| europe-west1 \| us-central1 \| errors \|/,
    );
    expect(result.summary).toContain('| healthy | 50 % | 50 % | 0 % |');
    expect(result.summary).toContain('```mermaid\nflowchart LR\n  region0["europe-west1"]\n');
    expect(result.outputs).toMatchObject({ mode: 'check', errors: '0' });
    expect(result.outputs).not.toHaveProperty('outcome');
    const { results, findings } = jsonOf(result.outputs['results']);
    expect(results).toContainEqual(expect.objectContaining({ scenario: 'healthy', errors: 0 }));
    expect(findings).toBeUndefined();
    const { table = '' } = result.outputs;
    expect(JSON.parse(table)).toEqual(jsonOf(result.outputs['results']));
    expect(table).not.toContain('\n');
  });

  test('of a broken one fails, with an annotation at the line', async () => {
    runner.copy('hello-world', '.', noEjection);
    const result = await runner.step();
    expect(result.exitCode).toBe(1);
    expect(result.commands[0]).toMatch(
      new RegExp(
        `^::error file=destination-rule\\.yaml,line=${brokenLine('.')},endLine=\\d+,col=\\d+,endColumn=\\d+,title=mesh-failover%3A max-ejection-percent-100::`,
      ),
    );
    expect(result.commands.at(-1)).toMatch(/^::error::Found 1 error/);
    expect(result.summary).toContain(`<code>destination-rule.yaml:${brokenLine('.')}:`);
    expect(result.outputs).toMatchObject({ errors: '1' });
    const { findings, results } = jsonOf(result.outputs['findings']);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'max-ejection-percent-100' }));
    expect(results).toBeUndefined();
    expect(jsonOf(result.outputs['sarif'])).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'max-ejection-percent-100', level: 'error' }] }],
    });
  });

  test('names files from the workspace, whatever the working directory', async () => {
    runner.copy('hello-world', 'deploy/my mesh', noEjection);
    const inputs = { 'working-directory': 'deploy/my mesh', paths: '.', summary: 'false' };
    const result = await runner.step(inputs);
    const line = String(brokenLine('deploy/my mesh'));
    expect(result.commands[0]).toContain(`file=deploy/my mesh/destination-rule.yaml,line=${line},`);
    expect(jsonOf(result.outputs['findings'])['findings']).toContainEqual(
      expect.objectContaining({ file: 'deploy/my mesh/destination-rule.yaml' }),
    );
    expect(result.summary).toBe('');
  });

  test('fails from the level on that is asked for', async () => {
    runner.copy('hello-world', '.', noEjection);
    runner.write('mesh-failover.yaml', 'version: 1\nrules: {max-ejection-percent-100: notice}\n');
    const notice = await runner.step({ 'fail-on': 'notice' });
    expect(notice).toMatchObject({ exitCode: 1, outputs: { errors: '0', notices: '1' } });
    expect((await runner.step({ 'fail-on': 'error' })).exitCode).toBe(0);
  });

  test.each([
    [
      'a wrong input',
      { mode: 'chek' },
      'input mode takes auto, check, plan, apply, drift, evacuate, rollback, drill, drill-restore, not "chek"',
    ],
    ['no manifest', {}, 'No Istio manifest in .'],
    ['a missing path', { paths: 'missing' }, 'missing'],
    ['a missing configuration', { config: 'c.yaml' }, 'c.yaml: no such configuration file'],
    ['a missing folder', { 'working-directory': 'x' }, 'working-directory: there is no x'],
  ])('%s is one clear error', async (_, inputs: Record<string, string>, message) => {
    const result = await runner.step(inputs);
    expect(result.exitCode).toBe(2);
    expect(result.commands).toHaveLength(1);
    expect(result.commands[0]).toMatch(/^::error::/);
    expect(result.commands[0]).toContain(message);
    expect(result.stdout + result.stderr).not.toMatch(/^ +at /m);
  });

  test('an empty workspace is fine if that is said', async () => {
    expect((await runner.step({ 'allow-empty': 'true' })).exitCode).toBe(0);
  });

  test('without an event, a payload, a summary and a place for files', async () => {
    runner.copy('hello-world');
    const gone = join(runner.folder, 'gone');
    runner.env = { GITHUB_STEP_SUMMARY: gone, GITHUB_EVENT_PATH: gone, RUNNER_TEMP: '' };
    runner.env['TMPDIR'] = runner.temp;
    const result = await runner.step();
    expect(result.exitCode).toBe(0);
    expect(result.commands.at(-1)).toMatch(/^::warning::The job summary could not be written/);
  });

  test('what a manifest says is no command', async () => {
    runner.copy('hello-world', 'mesh', (text) =>
      text.replace(/host: .*/, 'host: "x\\n::error::injected"'),
    );
    const broken = join(runner.workspace, 'mesh', 'destination-rule.yaml');
    renameSync(broken, join(runner.workspace, 'mesh', 'a\n::error::injected ##[error].yaml'));
    const result = await runner.step();
    expect(result.exitCode).toBe(1);
    const lines = result.stdout.split('\n');
    expect(lines.filter((line) => line.includes('##['))).toEqual([]);
    for (const line of result.commands) {
      expect(line).toMatch(/^::(error|warning|notice)( file=[^:]*)?::/);
      expect(line).not.toMatch(/^::error::injected/);
    }
  });
});

describe('an apply', () => {
  let clusters: TwoApiServers;

  beforeEach(async () => {
    clusters = new TwoApiServers();
    await clusters.start();
    runner.copy('hello-world');
    runner.event('push');
  });

  afterEach(() => {
    clusters.stop();
  });

  const kubeconfig = () => clusters.kubeconfig();

  test('of a push to the default branch writes to every cluster', async () => {
    const result = await runner.step({ kubeconfig: kubeconfig() });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    // What routes stand on is written at the same time.
    const waves = clusters.writes.map((kinds) => [kinds.slice(0, 2).sort(), kinds.slice(2)]);
    const kinds = [['destinationrules', 'gateways'], ['virtualservices']];
    expect(waves).toEqual([kinds, kinds]);
    expect(result.outputs).toMatchObject({ mode: 'apply', outcome: 'applied' });
    expect(jsonOf(result.outputs['deployment'])).toMatchObject({ summary: { created: 6 } });
    expect(result.stdout).toContain('::group::Applying to every cluster');
    expect(result.stdout).toContain('b: 3 objects written');
    expect(result.summary).toContain('**✅ Deployment**: Applied to every cluster.');
    expect(result.summary).toContain(
      '| a | Gateway <code>default/public-gateway</code> | created |  |',
    );
  });

  test('hides the kubeconfig before it says anything, and leaves none behind', async () => {
    const { stdout, summary } = await runner.step({ kubeconfig: kubeconfig() });
    const lines = stdout.split('\n');
    const isMask = (line: string) => line.startsWith('::add-mask::');
    expect(lines.slice(lines.findIndex((line) => !isMask(line))).filter(isMask)).toEqual([]);
    expect(lines).toContain(`::add-mask::${token}`);
    expect(lines).toContain(`::add-mask::${Buffer.from(token).toString('base64')}`);
    expect(lines.filter((line) => !isMask(line)).join('\n') + summary).not.toContain(token);
    const left = readdirSync(runner.temp, { recursive: true }).map(String);
    expect(left.filter((file) => !/\.(json|sarif)$/.test(file) && file.includes('/'))).toEqual([]);
  });

  test('takes base64', async () => {
    const given = Buffer.from(kubeconfig()).toString('base64');
    const { exitCode, stdout } = await runner.step({ kubeconfig: given });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`::add-mask::${given}\n`);
  });

  test('as a dry run writes nothing', async () => {
    const result = await runner.step({ kubeconfig: kubeconfig(), 'dry-run': 'true' });
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'checked' } });
    expect(clusters.writes).toEqual([[], []]);
  });

  test('is not done for what the check refuses', async () => {
    runner.copy('hello-world', '.', noEjection);
    const result = await runner.step({ kubeconfig: kubeconfig() });
    expect(result.exitCode).toBe(1);
    expect(result.commands.at(-1)).toMatch(/nothing was applied$/);
    expect(clusters.asked).toBe(0);
  });

  test('fails, and changes nothing, where a cluster refuses', async () => {
    const refusal = {
      kind: 'Status',
      status: 'Failure',
      code: 422,
      message: 'x\n::error::injected',
    };
    clusters.servers[1].answer({ status: 422, body: refusal });
    const result = await runner.step({ kubeconfig: kubeconfig() });
    expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } });
    expect(result.commands.at(-1)).toMatch(/^::error::Nothing was changed in any cluster\./);
    expect(result.stdout).not.toMatch(/^\s*::error::injected/m);
    expect(result.summary).toContain('❌ Deployment');
    expect(clusters.writes).toEqual([[], []]);
  });

  test('of a pull request is refused', async () => {
    const from = (full_name: string) => ({ pull_request: { head: { repo: { full_name } } } });
    const inputs = { mode: 'apply', kubeconfig: kubeconfig() };
    runner.event('pull_request', from('acme/mesh'));
    expect(await runner.step(inputs)).toMatchObject({ exitCode: 2 });
    runner.event('pull_request_target', from('mallory/mesh'));
    expect(await runner.step({ ...inputs, 'dry-run': 'true' })).toMatchObject({ exitCode: 2 });
    expect(clusters.asked).toBe(0);
  });

  test('takes KUBECONFIG, but not from the workspace', async () => {
    const inside = runner.write('kubeconfig', kubeconfig());
    runner.env['KUBECONFIG'] = inside;
    const refused = await runner.step();
    expect(refused.exitCode).toBe(2);
    expect(refused.commands.at(-1)).toContain('is in the workspace');
    expect(clusters.asked).toBe(0);
    runner.env['KUBECONFIG'] = join(runner.temp, 'kubeconfig');
    renameSync(inside, runner.env['KUBECONFIG']);
    expect(await runner.step()).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
  });

  test('says what is missing', async () => {
    const noSecret = await runner.step({ mode: 'apply', kubeconfig: '' });
    expect(noSecret.exitCode).toBe(2);
    expect(noSecret.commands.at(-1)).toContain('no credentials for cluster a');
    runner.write('mesh-failover.yaml', 'version: 1\n');
    const noClusters = await runner.step({ kubeconfig: kubeconfig() });
    expect(noClusters.exitCode).toBe(2);
    expect(noClusters.commands.at(-1)).toContain('mesh-failover.yaml must declare them');
  });

  test('that is cancelled leaves no kubeconfig behind', async () => {
    const found = new Promise<void>((done) => {
      // No answer, ever.
      for (const server of clusters.servers) server.handle = () => done();
    });
    const ended = runner.step({ kubeconfig: kubeconfig() });
    await found;
    const files = () => readdirSync(runner.temp, { recursive: true }).map(String);
    expect(files().filter((file) => file.endsWith('kubeconfig'))).toHaveLength(1);
    runner.process?.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
    expect(files().filter((file) => file.endsWith('kubeconfig'))).toEqual([]);
    expect(existsSync(runner.temp)).toBe(true);
  });
});
