import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A git repository in a temporary folder. */
export class Repository {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'repository-')));
  readonly cwd = join(this.root, 'work');

  constructor() {
    mkdirSync(this.cwd);
    this.git('init', '-q', '-b', 'main');
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    const command = [...identity, ...args];
    return execFileSync('git', command, {
      ...{ cwd: this.cwd, encoding: 'utf8' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.cwd, path)), { recursive: true });
    writeFileSync(join(this.cwd, path), text);
  }

  /** Commits all that is there; gives the id. */
  commit(): string {
    this.git('add', '-A', '-f');
    this.git('commit', '-q', '--allow-empty', '-m', 'x');
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
