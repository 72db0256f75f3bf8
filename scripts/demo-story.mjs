// @ts-check
/** What the demo shows, step by step; each step fails where the program does something else than it says. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** @typedef {Awaited<ReturnType<typeof import('../__tests__/real/bench/mesh.mjs').startPodMesh>>} PodMesh */

/**
 * Runs the program once.
 *
 * @typedef {object} Runner
 * @property {(...args: string[]) => Promise<number>} run the exit code
 * @property {(isTime: (stderr: string) => boolean, ...args: string[]) => Promise<void>} runAndKill kills it, with SIGKILL, when it is time
 */

/** A step that has another end than the demo is about. */
export class UnexpectedEnd extends Error {}

/** @param {string} title */
function chapter(title) {
  console.error(`\n── ${title} ──`);
}

/**
 * @param {number} status
 * @param {number} wanted
 * @param {string} what
 */
function expectStatus(status, wanted, what) {
  if (status === wanted) return;
  throw new UnexpectedEnd(`${what}: exit code ${status}, not ${wanted}`);
}

/**
 * Changes a text of the example's DestinationRule; gives what puts it back.
 *
 * @param {string} folder
 * @param {string} from
 * @param {string} to
 */
function edit(folder, from, to) {
  const file = join(folder, 'destination-rule.yaml');
  const before = readFileSync(file, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, before.replace(from, to));
  return () => writeFileSync(file, before);
}

/**
 * @param {Runner} runner
 * @param {string} folder the manifests
 */
export async function refuseBrokenManifest({ run }, folder) {
  chapter('One field is wrong: maxEjectionPercent 10. No cluster gets it');
  const putBack = edit(folder, 'maxEjectionPercent: 100', 'maxEjectionPercent: 10');
  expectStatus(await run('apply', '.'), 1, 'the broken manifest');
  putBack();
}

/** @param {Runner} runner */
export async function applyEverywhere({ run }) {
  chapter('The manifests of the guide go to both clusters');
  expectStatus(await run('apply', '.'), 0, 'the apply');
}

/**
 * @param {Runner} runner
 * @param {string} folder the manifests
 */
export async function rollBackKilledApply({ run, runAndKill }, folder) {
  chapter('An apply is killed when one of two clusters is written');
  const putBack = edit(folder, 'consecutive5xxErrors: 1', 'consecutive5xxErrors: 3');
  await runAndKill((stderr) => /\d objects? written/.test(stderr), 'apply', '.');
  chapter('The next apply does not go on from a half');
  expectStatus(await run('apply', '.'), 1, 'an apply behind a killed one');
  chapter('rollback puts both clusters back');
  expectStatus(await run('rollback'), 0, 'the rollback');
  putBack();
  expectStatus(await run('plan', '--exit-code', '.'), 0, 'a plan behind the rollback');
}

/**
 * @param {Runner} runner
 * @param {{ report: string, hook: string, regions: readonly string[] }} options
 */
export async function drillOutages({ run }, { report, hook, regions: [first = '', second = ''] }) {
  chapter('Real outages under real requests, held against the prediction');
  const scenarios = [`scaled-to-zero:${first}`, `failing:${first}`, `scaled-to-zero:${second}`];
  const args = ['--confirm', 'demo', '--format', 'text', '--format', `html=${report}`];
  const asked = scenarios.flatMap((name) => ['--scenario', name]);
  expectStatus(await run('drill', ...args, ...asked, '--outage-hook', hook, '.'), 0, 'the drill');
}

/**
 * Serves the outage hook: backends that stay Ready and answer 503, until they are mended.
 *
 * @param {PodMesh} mesh
 * @returns {Promise<string>} the command of the hook
 */
export async function serveHook(mesh) {
  const server = createServer((request, response) => {
    const [, action, cluster = ''] = (request.url ?? '').split('/');
    mesh
      .cluster(cluster)
      .workload.behave(action === 'fail' ? { kind: 'status', status: 503 } : { kind: 'ok' });
    response.end();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  mesh.bench.atStop(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return `"${process.execPath}" -e "fetch('http://127.0.0.1:${port}/' + process.env.MESH_FAILOVER_ACTION + '/' + process.env.MESH_FAILOVER_CLUSTER).then((r) => process.exit(r.ok ? 0 : 1))"`;
}

/**
 * @param {{ program: string, cwd: string, env: NodeJS.ProcessEnv, started: (child: import('node:child_process').ChildProcess) => void }} options
 * @returns {Runner}
 */
export function runnerOf({ program, cwd, env, started }) {
  /** @param {string[]} args */
  const say = (args) => {
    const shown = args.map((arg) => (/[\s"']/.test(arg) ? '…' : arg));
    console.error(`\n$ mesh-failover ${shown.join(' ')}`);
  };
  return {
    async run(...args) {
      say(args);
      const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: 'inherit' });
      started(child);
      return new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
    },
    async runAndKill(isTime, ...args) {
      say(args);
      const child = spawn(process.execPath, [program, ...args], {
        cwd,
        env,
        stdio: ['ignore', 'inherit', 'pipe'],
      });
      started(child);
      let stderr = '';
      child.stderr?.on('data', (data) => {
        process.stderr.write(data);
        stderr += String(data);
        if (isTime(stderr)) child.kill('SIGKILL');
      });
      const signal = await new Promise((done) => child.on('exit', (_code, name) => done(name)));
      if (signal !== 'SIGKILL') throw new UnexpectedEnd('the apply ended before it was killed');
      console.error('killed (SIGKILL)');
    },
  };
}
