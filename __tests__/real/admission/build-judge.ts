/** Compiles `judge/main.go` inside the module that pins istiod, once for each state of both. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pathOfPart } from '../bench/build.mjs';
import { folderOf, parts } from '../bench/parts.mjs';

const run = promisify(execFile);
const source = fileURLToPath(new URL('./judge/main.go', import.meta.url));

/** Beside the bench's own parts, so that what keeps those between runs keeps it too. */
export async function buildJudge(): Promise<string> {
  const folder = folderOf(parts.istioctl);
  const hash = createHash('sha256');
  for (const file of [source, join(folder, 'go.mod'), join(folder, 'go.sum')]) {
    hash.update(readFileSync(file, 'utf8'));
  }
  const name = `admission-judge-${hash.digest('hex').slice(0, 12)}`;
  const program = join(dirname(dirname(pathOfPart('istioctl'))), name, 'judge');
  if (existsSync(program)) return program;
  await mkdir(dirname(program), { recursive: true });
  const fresh = `${program}.${process.pid}`;
  await goInIstio(['build', '-trimpath', '-ldflags', '-s -w', '-o', fresh, source]);
  await rename(fresh, program);
  return program;
}

/** The folder of istio.io/istio at the pinned version. */
export async function folderOfIstio(): Promise<string> {
  const answer = await goInIstio(['mod', 'download', '-json', 'istio.io/istio']);
  return (JSON.parse(answer) as { Dir: string }).Dir;
}

async function goInIstio(args: string[]): Promise<string> {
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  const { stdout } = await run('go', args, { cwd: folderOf(parts.istioctl), env });
  return stdout;
}
