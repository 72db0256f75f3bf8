import type { Document } from '../manifest/document.js';
import { plural } from '../foundation/plural.js';
import { BackgroundJudge, type Background } from '../traffic/background.js';
import type { Rule } from './rule.js';
import { failoverTargets } from './scope/failover-targets.js';
import { percent } from '../foundation/percent.js';

/** Background errors that every service has at times. */
const backgroundRate = 0.005;
/** The loss that is no longer the errors themselves, but what ejections make of them. */
const noticeable = 5 * backgroundRate;

export const rule: Rule = {
  name: 'ejection-avalanche',
  code: 'MF201',
  category: 'semantics',
  severity: 'warning',
  needs: 'prediction',
  summary: 'A few background errors eject every endpoint.',
  description: `With a low \`consecutive5xxErrors\`, \`maxEjectionPercent: 100\` and the panic threshold off
(\`minHealthPercent\` unset), single errors that happen every day eject healthy endpoints. Each ejection of the same
endpoint lasts longer than the one before (30 s, 60 s, 90 s, …), so that more and more of them are out at the same
time. When the last one is gone, the gateway answers everything with 503.

The verdict comes from the simulator over time: four minutes in which every endpoint answers 0.5 % of the requests
with 500, at the clients' \`rps\` (default 50). The rule fires where more than 2.5 % of the requests fail, five times
the errors themselves. Measured with real proxies, 2+2 endpoints, one error ejects: 56 % of the requests fail in the
first four minutes; with five errors in a row 0.6 %.

Raise \`consecutive5xxErrors\` (5 is Istio's default: a region that fails as a whole is still left within five
requests for each endpoint), or let only errors of gateways count (\`consecutive5xxErrors: 0\` with
\`consecutiveGatewayErrors\`).`,
  references: [
    'envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc',
    'istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection',
  ],
  check(mesh, report) {
    const judge = new BackgroundJudge(mesh, backgroundRate, noticeable);
    const told = new Map<Document, Set<string>>();
    for (const failover of failoverTargets(mesh)) {
      const { policy, mode } = failover;
      const place = policy.places.outlierDetection;
      const { outlierDetection } = policy.value;
      if (!outlierDetection || !place || mode === 'disabled') continue;
      // Several clients, ports or subsets lead to one place: the first that suffers is enough.
      const { document } = place.resource;
      const path = place.path.join('/');
      if (told.get(document)?.has(path)) continue;
      const background = judge.firstNoticeable(failover.target, failover);
      if (!background) continue;
      told.set(document, (told.get(document) ?? new Set()).add(path));
      const errors = outlierDetection.consecutive5xxErrors;
      report({
        at: { ...place, path: [...place.path, 'consecutive5xxErrors'] },
        message: [
          causeOf(errors),
          `With ${percent(backgroundRate)} errors in the background ${shareOf(background.loss)} of all requests fail ` +
            `(${plural(background.endpoints, 'endpoint')}, ${plural(background.rps, 'request')}/s).`,
          ...cliffOf(background),
          (errors ?? 5) < 5 ? 'Set it to 5.' : 'Raise it further.',
        ].join(' '),
      });
    }
  },
};

function causeOf(errors: number | undefined): string {
  if (errors === 1) return 'One 5xx ejects an endpoint.';
  return `${errors ?? 5} errors in a row eject an endpoint.`;
}

function shareOf(loss: number): string {
  if (loss > 0.45 && loss < 0.55) return 'about half';
  return `about ${(loss * 100).toFixed(0)} %`;
}

function cliffOf({ cliff }: Background): string[] {
  if (!cliff?.isAvalanche) return [];
  const rate = Number((cliff.rate * 100).toPrecision(1));
  return [`From about ${rate} % errors on, more than 5 % fail.`];
}
