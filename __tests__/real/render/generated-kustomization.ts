import type { Path } from '../../../src/foundation/range.js';

/** A kustomization that was made up, and where in its files each field of the policy comes from. */
export interface GeneratedKustomization {
  files: Record<string, string>;
  /** The folder that is built. */
  root: string;
  /** The name of the rule in the end. */
  name: string;
  namespace: string | undefined;
  /** The file that sets the field last. */
  expected: { path: Path; value: unknown; file: string }[];
  /** Whether anything patches the rule. */
  isPatched: boolean;
}

/** Numbers from 0 to 1, the same for a seed. */
function randomOf(seed: number): () => number {
  let state = seed * 2654435761 + 12345;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

/** The fields that may be set: each by a value that no other place has. */
const fields: { path: string[]; value: (unique: number) => string | number }[] = [
  { path: ['outlierDetection', 'interval'], value: (n) => `${n}s` },
  { path: ['outlierDetection', 'baseEjectionTime'], value: (n) => `${n}s` },
  { path: ['outlierDetection', 'consecutive5xxErrors'], value: (n) => n },
  { path: ['outlierDetection', 'maxEjectionPercent'], value: (n) => (n % 90) + 10 },
  { path: ['connectionPool', 'tcp', 'maxConnections'], value: (n) => n },
  { path: ['connectionPool', 'tcp', 'connectTimeout'], value: (n) => `${n}s` },
  { path: ['connectionPool', 'http', 'http2MaxRequests'], value: (n) => n },
  { path: ['connectionPool', 'http', 'idleTimeout'], value: (n) => `${n}s` },
];

type Setting = { path: string[]; value: string | number };

/** Varies names, depth, the order and split of files, and the kinds of patches. */
export function generateKustomization(seed: number, withPatches: boolean): GeneratedKustomization {
  const random = randomOf(seed + 1);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const chance = (share: number) => random() < share;
  let unique = 100 + Math.floor(random() * 400);
  const files: Record<string, string> = {};
  const expected = new Map<string, { path: Path; value: unknown; file: string }>();
  const first = pick(['cart', 'web', 'pay-api', 'x']);
  const baseNamespace = chance(0.3) ? 'from-manifest' : undefined;
  const settings = (share: number): Setting[] => {
    const chosen = fields.filter(() => chance(share));
    return (chosen.length > 0 ? chosen : [fields[0]]).flatMap((field) => {
      unique += 1 + Math.floor(random() * 3);
      return field ? [{ path: field.path, value: field.value(unique) }] : [];
    });
  };
  const note = (all: readonly Setting[], file: string) => {
    for (const { path, value } of all) {
      const whole = ['spec', 'trafficPolicy', ...path];
      expected.set(whole.join('.'), { path: whole, value, file });
    }
  };

  const base = pick(['base', 'apps/base', 'deploy/common/base']);
  const own = settings(0.8);
  const ruleFile = pick(['rule.yaml', 'mesh/destination-rule.yml', 'all.yaml']);
  note(own, `${base}/${ruleFile}`);
  const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: ${first}
${baseNamespace === undefined ? '' : `  namespace: ${baseNamespace}\n`}spec:
  host: ${first}
  trafficPolicy:
${nested(own, 4)}`;
  const service = `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${first}\n${baseNamespace === undefined ? '' : `  namespace: ${baseNamespace}\n`}spec:\n  ports:\n    - { name: http, port: 80 }\n`;
  const decoy = `# a comment\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: other-${first} }\nspec: { host: other }\n`;
  const isTogether = chance(0.4);
  files[`${base}/${ruleFile}`] = isTogether ? `${decoy}---\n${rule}---\n${service}` : rule;
  if (!isTogether) files[`${base}/service.yaml`] = service;
  const resources = isTogether
    ? [ruleFile]
    : chance(0.5)
      ? [ruleFile, 'service.yaml']
      : ['service.yaml', ruleFile];

  let current = base;
  let name = first;
  let namespace = baseNamespace;
  const layers = 1 + Math.floor(random() * 3);
  let isPatched = false;
  const kustomizations: Record<string, string[]> = {
    [base]: [`resources: [${resources.join(', ')}]`],
  };
  for (let layer = 0; layer <= layers; layer += 1) {
    const folder =
      layer === 0 ? base : pick([`overlays/l${layer}`, `env/${layer}/mesh`, `l${layer}`]);
    const lines = (kustomizations[folder] ??= []);
    if (layer > 0) {
      const up = '../'.repeat(folder.split('/').length);
      lines.push(`resources:\n  - ${up}${current}`);
    }
    // What is later in this list is made later.
    const before = { name, namespace };
    if (withPatches) {
      // In the order in which kustomize makes them.
      const kinds = ['component', 'file', 'inline', 'target', 'json'] as const;
      const patches: string[] = [];
      const json: string[] = [];
      let component: string | undefined;
      for (const kind of kinds) {
        if (!chance(0.35)) continue;
        isPatched = true;
        const all = settings(0.3);
        const head = `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: ${before.name}\n${before.namespace === undefined ? '' : `  namespace: ${before.namespace}\n`}`;
        const body = `${head}spec:\n  trafficPolicy:\n${nested(all, 4)}`;
        if (kind === 'component') {
          component = `components/c${layer}-${seed}`;
          files[`${component}/kustomization.yaml`] =
            `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n  - path: p.yaml\n`;
          files[`${component}/p.yaml`] = body;
          note(all, `${component}/p.yaml`);
        } else if (kind === 'file') {
          const file = pick(['patch.yaml', 'patches/rule.yaml']);
          files[`${folder}/${file}`] = body;
          patches.push(`  - path: ${file}`);
          note(all, `${folder}/${file}`);
        } else if (kind === 'inline') {
          patches.push(`  - patch: |-\n${indented(body, 6)}`);
          note(all, `${folder}/kustomization.yaml`);
        } else if (kind === 'target') {
          files[`${folder}/by-target.yaml`] =
            `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: any\nspec:\n  trafficPolicy:\n${nested(all, 4)}`;
          const pattern = pick([
            before.name,
            `${before.name.slice(0, 1)}.*`,
            `${before.name}|nobody`,
          ]);
          patches.push(
            `  - path: by-target.yaml\n    target:\n      kind: DestinationRule\n      name: ${pattern}`,
          );
          note(all, `${folder}/by-target.yaml`);
        } else {
          const known = all.filter(({ path }) =>
            expected.has(['spec', 'trafficPolicy', ...path].join('.')),
          );
          if (known.length === 0) continue;
          json.push(
            ...known.map(
              ({ path, value }) =>
                `      - op: replace\n        path: /spec/trafficPolicy/${path.join('/')}\n        value: ${value}`,
            ),
          );
          note(known, `${folder}/kustomization.yaml`);
        }
      }
      if (component !== undefined) {
        lines.push(`components: [${'../'.repeat(folder.split('/').length)}${component}]`);
      }
      if (json.length > 0) {
        patches.push(
          `  - target: { kind: DestinationRule, name: ${before.name} }\n    patch: |\n${json.join('\n')}`,
        );
      }
      if (patches.length > 0) lines.push(`patches:\n${patches.join('\n')}`);
    }
    if (chance(0.4) && layer > 0) {
      namespace = pick(['shop', 'prod', 'team-a']);
      lines.push(`namespace: ${namespace}`);
      expected.set('metadata.namespace', {
        path: ['metadata', 'namespace'],
        value: namespace,
        file: `${folder}/kustomization.yaml`,
      });
    }
    if (withPatches && chance(0.3)) {
      const prefix = pick(['a-', 'dev-']);
      name = `${prefix}${name}`;
      lines.push(`namePrefix: ${prefix}`);
    }
    if (withPatches && chance(0.2)) {
      name = `${name}-v2`;
      lines.push('nameSuffix: -v2');
    }
    if (chance(0.3))
      lines.push(`configMapGenerator:\n  - name: settings-${layer}\n    literals: [a=b]`);
    if (chance(0.3)) lines.push('labels:\n  - pairs: { team: mesh }');
    current = folder;
  }
  for (const [folder, lines] of Object.entries(kustomizations)) {
    files[`${folder}/kustomization.yaml`] = `${lines.join('\n')}\n`;
  }
  return { files, root: current, name, namespace, expected: [...expected.values()], isPatched };
}

function nested(all: readonly Setting[], indent: number): string {
  const tree: Record<string, unknown> = {};
  for (const { path, value } of all) {
    let at = tree;
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>;
    at[path.at(-1) ?? ''] = value;
  }
  return written(tree, indent);
}

function written(tree: object, indent: number): string {
  return Object.entries(tree)
    .map(([key, value]) =>
      typeof value === 'object'
        ? `${' '.repeat(indent)}${key}:\n${written(value as object, indent + 2)}`
        : `${' '.repeat(indent)}${key}: ${String(value)}\n`,
    )
    .join('');
}

function indented(text: string, indent: number): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');
}
