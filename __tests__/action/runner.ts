import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { built } from '../built.js';
import { assertActionOutputs } from '../json-outputs.mjs';

const entry = resolve(built, 'action/index.js');

export interface StepResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  summary: string;
  outputs: Record<string, string>;
  /** Workflow commands, without those that hide secrets. */
  commands: string[];
}

/** What a runner gives a step, in a folder of its own: a workspace, an event, and files for what comes back. */
export class Runner {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-failover-runner-')));
  readonly workspace = join(this.folder, 'work');
  readonly temp = join(this.folder, 'temp');
  env: Record<string, string> = {};
  process: ChildProcess | undefined;

  constructor() {
    for (const folder of [this.workspace, this.temp]) mkdirSync(folder);
    this.event('pull_request', {
      pull_request: { number: 7, head: { repo: { full_name: 'acme/mesh' } } },
    });
  }

  event(name: string, payload: object = {}, ref = 'refs/heads/main'): void {
    const repository = { full_name: 'acme/mesh', default_branch: 'main' };
    const file = join(this.folder, 'event.json');
    writeFileSync(file, JSON.stringify({ repository, ...payload }));
    this.env = {
      ...this.env,
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: file,
      GITHUB_REF: ref,
      GITHUB_REPOSITORY: 'acme/mesh',
    };
  }

  /** Copies an example into the workspace; `change` works on the text of its files. */
  copy(example: string, folder = '.', change: (text: string) => string = (text) => text): void {
    const target = join(this.workspace, folder);
    cpSync(join('examples', example), target, { recursive: true });
    for (const name of ['destination-rule.yaml', 'mesh-failover.yaml']) {
      const file = join(target, name);
      if (existsSync(file)) writeFileSync(file, change(readFileSync(file, 'utf8')));
    }
  }

  write(name: string, text: string): string {
    const file = join(this.workspace, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Runs git in the workspace. */
  git(...args: string[]): string {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    const all = [...identity, '-c', 'protocol.file.allow=always', ...args];
    const options = { cwd: this.workspace, encoding: 'utf8', stdio: 'pipe' } as const;
    return execFileSync('git', all, options).trim();
  }

  /** Commits everything; returns the commit's name. */
  commit(): string {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', 'x');
    return this.git('rev-parse', 'HEAD');
  }

  /**
   * What actions/checkout leaves behind for a pull request that makes a change, and its event: the merge of it. Returns the
   * head's name.
   */
  pullRequest(change: () => void, from = 'acme/mesh'): string {
    this.git('init', '-q', '-b', 'main');
    const base = this.commit();
    this.git('checkout', '-q', '-b', 'topic');
    change();
    const head = this.commit();
    this.git('checkout', '-q', 'main');
    this.git('merge', '-q', '--no-ff', '-m', 'merge', 'topic');
    const pull_request = {
      number: 7,
      head: { sha: head, repo: { full_name: from } },
      base: { sha: base, ref: 'main' },
    };
    this.event('pull_request', { pull_request }, 'refs/pull/7/merge');
    return head;
  }

  async step(inputs: Record<string, string> = {}): Promise<StepResult> {
    const file = (name: string) => join(this.folder, name);
    for (const name of ['summary', 'output']) writeFileSync(file(name), '');
    const given = Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ]);
    const child = spawn(process.execPath, [entry], {
      cwd: this.workspace,
      env: {
        PATH: process.env['PATH'],
        HOME: this.folder,
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: this.workspace,
        GITHUB_STEP_SUMMARY: file('summary'),
        GITHUB_OUTPUT: file('output'),
        RUNNER_TEMP: this.temp,
        ...this.env,
        ...(Object.fromEntries(given) as Record<string, string>),
      },
    });
    this.process = child;
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    const exitCode = await new Promise<number | null>((done) => child.on('close', done));
    const outputs = outputsIn(readFileSync(file('output'), 'utf8'));
    assertActionOutputs(outputs);
    return {
      exitCode,
      stdout,
      stderr,
      summary: readFileSync(file('summary'), 'utf8'),
      outputs,
      commands: stdout
        .split('\n')
        .filter((line) => line.startsWith('::') && !line.startsWith('::add-mask::')),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function outputsIn(text: string): Record<string, string> {
  const found = text.matchAll(/^([\w-]+)<<(ghadelimiter_\S+)\n([^]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]));
}
