import type { ClusterConfig, DrillConfig } from './config.js';
import { durationMs, type GateConfig, type ProbeConfig, type VerifyConfig } from './gate-config.js';
import { sentKindProblem } from './sent-kinds.js';

/** What the schema has let pass of `deploy`. */
export interface DeclaredDeploy {
  strategy?: string;
  kinds?: string[];
  verify?: VerifyConfig;
  gates?: GateConfig[];
}

/** What else the configuration declares. */
interface Surroundings {
  clusters?: readonly ClusterConfig[] | undefined;
  drill?: DrillConfig | undefined;
}

type Report = (path: (string | number)[], message: string) => void;

/** Checks what a schema cannot say about `deploy`. */
export function checkDeploy(
  { strategy, kinds = [], verify, gates = [] }: DeclaredDeploy,
  { clusters, drill }: Surroundings,
  report: Report,
): void {
  kinds.forEach((kind, index) => {
    const problem = sentKindProblem(kind);
    if (problem !== undefined) report(['deploy', 'kinds', index], problem);
  });
  verify?.probes?.forEach((probe, index) => {
    checkProbe(probe, clusters ?? [], (key, message) => {
      report(['deploy', 'verify', 'probes', index, ...key], message);
    });
  });
  if (gates.length > 0 && strategy === 'parallel') {
    const message =
      'with the strategy parallel all clusters are written at once, and no gate is asked; remove the gates or the strategy';
    report(['deploy', 'gates'], message);
  }
  gates.forEach((gate, index) => {
    const own: Report = (key, message) => report(['deploy', 'gates', index, ...key], message);
    checkGate(gate, own);
    if (gate.drill) checkDrillGate({ clusters, drill }, own);
  });
}

/** A probe that is sent nowhere would look like one that is answered. */
function checkProbe(
  { clusters: named = [] }: ProbeConfig,
  clusters: readonly ClusterConfig[],
  report: Report,
): void {
  const reachable = clusters.filter(({ ingress }) => ingress?.url !== undefined);
  if (reachable.length === 0) {
    report([], 'no cluster has an ingress.url to send it to; add one to clusters[].ingress');
  }
  named.forEach((name, index) => {
    if (reachable.some((each) => each.name === name)) return;
    const isKnown = clusters.some((each) => each.name === name);
    const message = isKnown
      ? `the cluster ${name} has no ingress.url; add one`
      : `no cluster is called "${name}"; name one of clusters`;
    report(['clusters', index], message);
  });
}

function checkGate(gate: GateConfig, report: Report): void {
  const { soak, prometheus } = gate;
  checkDuration(soak, ['soak'], report);
  if (prometheus) {
    const { above, below, for: lasting, within } = prometheus;
    if (above === undefined && below === undefined) {
      report(['prometheus'], 'a query needs a bound for its values; add above or below');
    }
    checkDuration(lasting, ['prometheus', 'for'], report);
    checkDuration(within, ['prometheus', 'within'], report);
    const [least, most] = [lasting, within].map((each) => durationMs(each ?? '') ?? undefined);
    if (least !== undefined && most !== undefined && most < least) {
      report(['prometheus', 'within'], 'it is shorter than for; make it longer');
    }
    if (!URL.canParse(prometheus.url)) report(['prometheus', 'url'], 'it is no URL; write it so');
  }
}

/** What a drill cannot do without is missed before anything is written. */
function checkDrillGate({ clusters = [], drill }: Surroundings, report: Report): void {
  const mute = clusters.filter(({ ingress }) => ingress?.url === undefined);
  if (mute.length > 0) {
    const names = mute.map(({ name }) => name).join(', ');
    report(['drill'], `a drill sends requests to each cluster; add ingress.url to ${names}`);
  }
  if (!drill?.attribution) {
    report(['drill'], 'a drill has to know who answers; add drill.attribution');
  }
}

function checkDuration(text: string | undefined, path: string[], report: Report): void {
  if (text === undefined || durationMs(text) !== undefined) return;
  report(path, 'it is longer than a week; write a shorter time');
}
