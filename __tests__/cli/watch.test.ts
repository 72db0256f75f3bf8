import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { built } from '../built.js';
import { runIn } from './run-in.js';

describe('check --watch', () => {
  const root = mkdtempSync(join(tmpdir(), 'watch-'));
  const folder = join(root, 'repository');
  const result = join(root, 'result.json');
  const rule = join(folder, 'destination-rule.yaml');
  let child: ChildProcess;
  let output = '';
  let arrived: () => void = () => undefined;

  /** What was written since the last call, up to the end of a check. */
  async function nextCheck(): Promise<string> {
    const end = 'Ctrl-C ends it.\n';
    while (!output.includes(end)) await new Promise<void>((done) => (arrived = done));
    const length = output.indexOf(end) + end.length;
    const text = output.slice(0, length);
    output = output.slice(length);
    return text;
  }

  /** What a check of the files says that knows nothing of them. */
  async function freshResult(): Promise<unknown> {
    return JSON.parse((await runIn(folder, ['check', '--format', 'json', '.'])).stdout);
  }

  function edit(file: string, change: (text: string) => string): void {
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  beforeAll(() => {
    cpSync('examples/hello-world', folder, { recursive: true });
    const args = ['check', '--watch', '--format', 'text', '--format', `json=${result}`, '.'];
    child = spawn(process.execPath, [join(built, 'cli/index.js'), ...args], { cwd: folder });
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      arrived();
    });
  });

  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(root, { recursive: true });
  });

  test('checks at once, and says what each save changes', async () => {
    const first = await nextCheck();
    expect(first).toContain('ejection-avalanche');
    expect(first).toMatch(/\nWatching 4 files; Ctrl-C ends it\.\n$/);
    expect(first).not.toContain('Since the last save');

    edit(rule, (text) => text.replace('maxEjectionPercent: 100', 'maxEjectionPercent: 10'));
    const worse = await nextCheck();
    expect(worse).toContain('  + error max-ejection-percent-100 destination-rule.yaml:16:27\n');
    expect(worse).toMatch(/behaviour: of \d+ predicted cases, \d+ get worse/);
    expect(JSON.parse(readFileSync(result, 'utf8'))).toMatchObject({
      findings: ((await freshResult()) as { findings: unknown }).findings,
      results: ((await freshResult()) as { results: unknown }).results,
    });

    edit(rule, (text) => text.replace('maxEjectionPercent: 10\n', 'maxEjectionPercent: 100\n'));
    const better = await nextCheck();
    expect(better).toContain('  - error max-ejection-percent-100 destination-rule.yaml:16:27\n');
    expect(better).toMatch(/behaviour: of \d+ predicted cases, \d+ get better/);
  }, 60_000);

  test('sees files that come and go, in new folders too', async () => {
    mkdirSync(join(folder, 'more'));
    cpSync(rule, join(folder, 'more/copy.yaml'));
    // The folder alone may be a change by itself.
    let added = '';
    while (!added.includes('+ ')) added = await nextCheck();
    expect(added).toContain('+ warning ejection-avalanche more/copy.yaml:13:29\n');
    rmSync(join(folder, 'more'), { recursive: true });
    let gone = '';
    while (!gone.includes('- ')) gone = await nextCheck();
    expect(gone).toContain('- warning ejection-avalanche more/copy.yaml:13:29\n');
  }, 60_000);

  test('goes on behind a configuration that is wrong', async () => {
    const config = join(folder, 'mesh-failover.yaml');
    const before = readFileSync(config, 'utf8');
    writeFileSync(config, `${before}\nversoin: 1\n`);
    expect(await nextCheck()).toMatch(/^mesh-failover: mesh-failover\.yaml:\d+:1: .*versoin/);
    writeFileSync(config, before);
    expect(await nextCheck()).toContain('Since the last save: the same findings.\n');
  }, 60_000);

  test('ends with Ctrl-C', async () => {
    const ended = new Promise((done) =>
      child.once('exit', (code) => {
        done(code);
      }),
    );
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  }, 60_000);
});

test.each([
  [['--format', 'json'], 'standard output has text'],
  [['--changed-since', 'main'], 'not together with --changed-since'],
  [['--baseline', 'x.json'], 'not together with --baseline'],
  [['-'], 'standard input does not change'],
])('check --watch with %j is refused', async (args, message) => {
  const { status, stderr } = await runIn('.', ['check', '--watch', ...args]);
  expect(status).toBe(2);
  expect(stderr).toContain(`--watch: ${message}`);
});
