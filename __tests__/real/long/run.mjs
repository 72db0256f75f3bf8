// @ts-check
/**
 * A long run against real parts.
 *
 *     npm run long:apply                     ten minutes of apply against API servers that answer slowly, wrongly and late
 *     npm run long:drill                     a drill of an hour
 *     npm run long:drill -- --minutes 10
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** @type {Record<string, string>} */
const usual = { apply: '10', drill: '60' };
const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const [name = ''] = positionals;
const minutes = values.minutes ?? usual[name];
if (minutes === undefined || !(Number(minutes) > 0)) throw new Error('apply or drill, --minutes N');

const environment = {
  ...process.env,
  MESH_FAILOVER_REAL: '1',
  MESH_FAILOVER_MINUTES: minutes,
  MESH_FAILOVER_SEED: values.seed,
};
/** @param {string[]} args */
const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: environment });
  if (status !== 0) process.exit(status ?? 1);
};
run(['scripts/build-for-tests.mjs']);
run([
  '__tests__/real/bench/network-namespace.mjs',
  process.execPath,
  '--experimental-vm-modules',
  '--no-warnings=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--selectProjects=long',
  '--runInBand',
  '--runTestsByPath',
  `__tests__/real/long/${name}.long.ts`,
]);
