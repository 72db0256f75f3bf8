/** docs/comparison.md, from what the tools said. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { folderOf, parts, versionOf } from '../bench/parts.mjs';
import { peerNames } from './peers.mjs';

/** @typedef {import('./compare.mjs').Outcome} Outcome */
/** @typedef {import('./compare.mjs').GatewayApiOutcome} GatewayApiOutcome */

/**
 * @param {readonly Outcome[]} outcomes in the order of the rules
 * @param {readonly GatewayApiOutcome[]} ofGatewayApi
 * @returns {Promise<string>}
 */
export async function comparisonPage(outcomes, ofGatewayApi) {
  const bad = outcomes.filter(({ verdict }) => verdict === 'bad');
  const good = outcomes.filter(({ verdict }) => verdict === 'good');
  const rules = [...new Set(bad.map(({ rule }) => rule))];
  const rows = rules.map((rule) => {
    const own = bad.filter((outcome) => outcome.rule === rule);
    return [
      `[${rule}](rules/${rule}.md)`,
      String(own.length),
      ...peerNames.map((name) => cell(own, name)),
    ];
  });
  const total = [
    '**all**',
    `**${bad.length}**`,
    ...peerNames.map((name) => `**${count(bad, name)}**`),
  ];
  const none = rules.filter((rule) =>
    bad.every((one) => one.rule !== rule || peerNames.every((name) => !one.said[name].length)),
  );
  const alarms = good.filter(({ said }) => peerNames.some((name) => said[name].length));
  const alarmRows = alarms.map(({ rule, said }) => [
    `[${rule}](rules/${rule}.md)`,
    ...peerNames.map((name) => said[name].join(', ')),
  ]);
  const text = `# Which tool finds what

Every rule has manifests that break it and manifests that are right; its page shows the first of each. mesh-failover's
tests demand that it finds the former, at the line, and says nothing of the latter. These are the answers of other tools
to the same files. They come out of a program, and a test fails when one of them changes:

\`\`\`sh
node __tests__/real/bench/build.mjs kiali-checks # takes minutes, once
node __tests__/real/comparison/compare.mjs # writes this page
npm run test:real -- --testPathPatterns real/comparison
\`\`\`

| tool | version | how it is run |
| --- | --- | --- |
| \`istioctl analyze\` | Istio ${istioVersion()} | \`--all-namespaces\`, against a kube-apiserver ${versionOf(parts['kube-apiserver'])} that holds what a complete cluster has beside the manifests: namespaces with sidecar injection, the Services that destinations name with pods behind them, the ingress gateways, the certificates. Alone with files it leaves out twenty of its checks. Every message about the manifests counts, whatever its level |
| \`istioctl validate\` | the same | every error and every warning counts |
| \`kubeconform\` | ${versionOf(parts.kubeconform)} | \`-strict\`, with [the schemas of the three kinds](../schemas/istio/) from the CRDs of Istio ${versionOf(parts['istio-crds'])}; other kinds are passed over |
| Kiali | ${versionOf(parts['kiali-checks'])} | its validations without Kiali: [a small program](../__tests__/real/bench/parts/kiali/main.go) runs the checks of its Go module over the manifests and the same surroundings. Of later versions there is no Go module. Objects that an API server would refuse are put to them as well, if they can be read. The tests take the answers of the last whole run, kept with what was asked |

A case counts as found if the tool says anything about the manifests, whether or not it is the mistake that they are there
for. Where istiod draws its verdict by lot it was asked twenty times. Two rules are left out, as they are about
mesh-failover's own comments and expectations. Some need to know where things run, which mesh-failover reads in its
configuration, and the others have no place for; clusters with folders of their own were put to them one by one.

## Manifests that break a rule

How many of the cases each tool finds, with the codes of analyze and Kiali. ${none.length} of these ${rules.length} rules are found by none of the four, because
what breaks the failover is accepted by the cluster.

${table(['rule', 'cases', ...peerNames], [...rows, total])}

## Manifests that are right

Of ${good.length} cases${alarms.length ? ', these get a message all the same:' : ', none gets a message.'}

${alarms.length ? table(['rule', ...peerNames], alarmRows) : ''}

## Gateway API

mesh-failover predicts HTTPRoutes and GRPCRoutes of Gateways. Of other routes of the Gateway API it says that they are \`not-modelled\`. Of missing backends, Gateways and grants Kiali alone reports something. kubeconform, with the schemas of Istio's
three kinds, takes their Gateway for Istio's and refuses each.

${table(
  ['mistake', ...peerNames, 'mesh-failover'],
  ofGatewayApi.map(({ name, said, ours }) => [
    name,
    ...peerNames.map((peer) => said[peer].join(', ')),
    ours.join(', '),
  ]),
)}
`;
  const style = await resolveConfig(fileURLToPath(import.meta.url));
  return format(text, { ...style, parser: 'markdown' });
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {typeof peerNames[number]} name
 */
function cell(outcomes, name) {
  const codes = new Set(
    outcomes.flatMap(({ said }) => said[name]).filter((code) => /^(IST|KIA)/.test(code)),
  );
  const found = count(outcomes, name);
  return found === 0 ? '' : `${found}${codes.size ? ` (${[...codes].sort().join(', ')})` : ''}`;
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {typeof peerNames[number]} name
 */
function count(outcomes, name) {
  return outcomes.filter(({ said }) => said[name].length > 0).length;
}

/** @param {string[][]} rows the first is the head */
function table(/** @type {string[]} */ head, /** @type {string[][]} */ rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The release, from the API that it is pinned with, and the commit. */
function istioVersion() {
  const pins = readFileSync(`${folderOf(parts.istioctl)}go.mod`, 'utf8');
  const [, release] = /istio\.io\/api => istio\.io\/api v(\d+\.\d+)/.exec(pins) ?? [];
  return `${release}, commit ${versionOf(parts.istioctl).split('-').at(-1)}`;
}
