// @ts-check
/** The parts of docs/traffic.md that follow from the formulas of the load, and what the check says of the guide's own limit. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const page = 'docs/traffic.md';

/**
 * The page with its parts written anew. A part is between `<!-- load: NAME -->` and `<!-- /load -->`.
 *
 * @returns {Promise<[string, string]>}
 */
export async function loadPictures() {
  const { erlangB, closedLoopOverflow } = await import('../build/src/traffic/load/erlang-b.js');
  const { defaultFlags } = await import('../build/src/traffic/control-plane/flags.js');
  const { predict } = await import('../build/src/traffic/predict.js');
  const { parseLocality } = await import('../build/src/mesh/locality.js');

  /** What the model makes of a load on endpoints in one pool. */
  const run = (
    /** @type {{locality: string, count: number, latencyMs: number, concurrency?: number}[]} */ groups,
    /** @type {{rps?: number, callers?: number, timeout?: number}} */ load,
    /** @type {import('../build/src/traffic/outage.js').Outage[]} */ outages = [],
  ) => {
    const result = predict({
      profile: 'istio-1.31',
      flags: defaultFlags,
      proxy: {
        ...{ cluster: 'near', network: '', namespace: 'istio-system', labels: {} },
        locality: parseLocality('near/a'),
      },
      policies: [{ loadBalancer: { localityLbSetting: { enabled: false } } }],
      ...{ mesh: {}, service: {}, subsetLabels: {}, networkGateways: [], outages },
      endpoints: groups.flatMap(({ locality, count, ...times }) =>
        Array.from({ length: count }, (_, number) => ({
          ...{ id: `${locality}.${number}`, cluster: locality, network: '', weight: 1, labels: {} },
          locality: parseLocality(locality),
          health: /** @type {const} */ ('ready'),
          ...times,
        })),
      ),
      retries: { attempts: 0 },
      load: { rps: 0, replicas: 1, links: [], ...load },
    });
    if (result.undefined) throw new Error('the model has no number for a picture');
    return result;
  };
  const regions = (/** @type {number} */ latencyMs) =>
    ['near', 'far'].map((locality) => ({ locality, count: 2, latencyMs }));

  /** @type {Record<string, () => string>} */
  const parts = {
    'erlang-b': () =>
      chart(
        'http2MaxRequests 100: overflow in %, near region 15 ms (gone), far region 450 ms',
        'requests per second and gateway',
        [150, 200, 222, 250, 300, 350, 400],
        (rate) => erlangB(rate * 0.45, 100),
        50,
      ),
    callers: () =>
      chart(
        'http2MaxRequests 2, answers of 50 ms: 503 in %, by callers',
        'callers',
        [1, 2, 3, 4, 5],
        (callers) => closedLoopOverflow(callers, 2, 50, 1),
        100,
        'bar',
      ),
    'least-request': () =>
      chart(
        'Half of the hosts fail at once: errors in %, by callers',
        'callers',
        [1, 2, 4, 8, 16, 32],
        (callers) => run(regions(100), { callers }, [{ kind: 'failing', locality: 'far' }]).errors,
        100,
      ),
    concurrency: () =>
      chart(
        '4 places of 50 ms (80 requests/s), timeout 500 ms: 504 in %',
        'requests per second',
        [60, 70, 76, 80, 90, 100],
        (rps) =>
          run([{ locality: 'near', count: 2, latencyMs: 50, concurrency: 2 }], {
            rps,
            timeout: 500,
          }).timeouts ?? 0,
        100,
      ),
    guide: () => checkOfGuide(),
  };
  const text = readFileSync(page, 'utf8').replace(
    /(<!-- load: (\S+) -->\n)[^]*?(<!-- \/load -->)/g,
    (_, begin, name, end) => `${begin}\n${parts[name]?.() ?? ''}\n${end}`,
  );
  return [page, text];
}

/**
 * A chart in Mermaid's words.
 *
 * @param {string} title
 * @param {string} axis
 * @param {number[]} values
 * @param {(value: number) => number} share 0 to 1
 * @param {number} most per cent
 * @param {'line' | 'bar'} form
 */
function chart(title, axis, values, share, most, form = 'line') {
  const shares = values.map((value) => Number((100 * share(value)).toFixed(1)));
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "${axis}" [${values.join(', ')}]`,
    `  y-axis "%" 0 --> ${most}`,
    `  ${form} [${shares.join(', ')}]`,
    '```',
    '',
  ].join('\n');
}

/** Times and loads for the example, as a reader would add them. */
const declared = `links:
  - { from: europe-west1, to: us-central1, rttMs: 100 }
clients:
  - { name: a, locality: europe-west1, rps: 250 }
  - { name: b, locality: us-central1, rps: 250 }
workloads:
  - host: hello-world.default.svc.cluster.local
    endpoints:
      - { locality: europe-west1, count: 2, latencyMs: 15 }
      - { locality: us-central1, count: 2, latencyMs: 350 }
`;

/** What `check` says of the example's limit once it knows times and loads. */
function checkOfGuide() {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-'));
  try {
    cpSync('examples/hello-world', folder, { recursive: true });
    const config = join(folder, 'mesh-failover.yaml');
    const text = readFileSync(config, 'utf8').replace(/^# yaml-language-server.*\n/, '');
    writeFileSync(config, text + declared);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(process.cwd(), 'build/src/cli/main.js'), 'lint', '--format', 'json'],
      { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], NO_COLOR: '1' } },
    );
    if (stdout === '') throw new Error(stderr);
    /** @type {{findings: {rule: string, severity: string, message: string, file: string, line: number, column: number}[]}} */
    const { findings } = JSON.parse(stdout);
    const said = findings
      .filter(({ rule }) => rule === 'capacity-under-failover')
      .map(
        ({ file, line, column, severity, message, rule }) =>
          `${file}:${line}:${column} ${severity} ${rule}\n  ${wrapped(message)}`,
      );
    return ['```yaml', declared + '```', '', '```text', ...said, '```', ''].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} text */
function wrapped(text) {
  return text.replace(/(.{1,110})(?: |$)/g, '$1\n  ').trimEnd();
}
