import { isManifestName } from '../units/folder-names.js';
import { realpathSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { istioGroup } from '../api/kinds.js';
import { displayName } from './find-files.js';
import { readTextFile } from './read-file.js';
import { walk } from './walk.js';

/** Files that are no manifests, and hold objects of Istio all the same. */
export interface OtherFiles {
  /** What they are, for people: `Terraform`. */
  kind: string;
  /** How their objects get into a check, a sentence. */
  advice: string;
  /** The first of them, relative to the working folder. */
  files: string[];
  count: number;
}

interface Kind {
  kind: string;
  advice: string;
  extensions: readonly string[];
}

const check = '| mesh-failover check -';

const kinds: readonly Kind[] = [
  {
    kind: 'Terraform',
    extensions: ['.tf', '.tftpl', '.hcl', '.tofu'],
    advice:
      `Check the objects of a plan: terraform show -json PLAN | jq '{apiVersion: "v1", kind: "List", items: ` +
      `[.. | objects | .manifest // empty]}' ${check}`,
  },
  {
    kind: 'Jsonnet',
    extensions: ['.jsonnet', '.libsonnet'],
    advice: `Check what it evaluates to: jsonnet -y FILE ${check} (Tanka: tk show DIR --dangerous-allow-redirect ${check})`,
  },
  {
    kind: 'CUE',
    extensions: ['.cue'],
    advice: `Check what it exports: cue export --out yaml ${check}`,
  },
  {
    kind: 'shell scripts',
    extensions: ['.sh', '.bash', '.zsh', '.ps1'],
    advice: 'Pipe the here-document into mesh-failover check - in place of kubectl apply -f -.',
  },
  {
    kind: 'templates',
    extensions: [
      '.j2',
      '.jinja',
      '.jinja2',
      '.tpl',
      '.tmpl',
      '.gotmpl',
      '.erb',
      '.template',
      '.mustache',
    ],
    advice: `Fill them in and pipe the result: COMMAND ${check}`,
  },
  {
    kind: 'programs',
    extensions: [
      '.go',
      '.ts',
      '.js',
      '.mjs',
      '.py',
      '.rb',
      '.java',
      '.kt',
      '.cs',
      '.rs',
      '.groovy',
      '.k',
      '.dhall',
      '.pkl',
      '.star',
    ],
    advice: `Print the objects that they make and pipe them: COMMAND ${check}`,
  },
  {
    kind: 'build files',
    extensions: ['', '.mk'],
    advice: `Pipe what they apply: COMMAND ${check}`,
  },
];

const byExtension = new Map(
  kinds.flatMap((kind) => kind.extensions.map((extension) => [extension, kind] as const)),
);

/** Files and bytes that are looked through: a message is no reason to read a whole disk. */
const most = { files: 5_000, bytes: 32 * 1024 * 1024, bytesOfFile: 1024 * 1024 };

/** Files that are named in each group. */
const mostNamed = 3;

/**
 * The files behind paths that are no manifests and name Istio's API group, by what they are. Files of documentation are not
 * among them. Looks at no more than some thousands.
 */
export function otherFiles(paths: readonly string[], cwd: string): OtherFiles[] {
  const found = new Map<Kind, string[]>();
  const left = { ...most };
  for (const { path, kind } of candidates(paths, cwd)) {
    if (left.files <= 0 || left.bytes <= 0) break;
    left.files -= 1;
    const read = readTextFile(path, left.bytesOfFile);
    if (!('text' in read)) continue;
    left.bytes -= read.text.length;
    if (!read.text.includes(istioGroup)) continue;
    const known = found.get(kind);
    if (known) known.push(displayName(path, cwd));
    else found.set(kind, [displayName(path, cwd)]);
  }
  return kinds.flatMap((kind) => {
    const files = found.get(kind);
    if (!files) return [];
    const shown = files.sort().slice(0, mostNamed);
    return [{ kind: kind.kind, advice: kind.advice, files: shown, count: files.length }];
  });
}

function candidates(paths: readonly string[], cwd: string): { path: string; kind: Kind }[] {
  const seen = new Map<string, { path: string; kind: Kind }>();
  const realCwd = realpathSync.native(cwd);
  for (const given of paths) {
    const root = resolve(cwd, given);
    if (given === '-' || !isFolder(root)) continue;
    const files = walk({
      root,
      cwd,
      within: [realCwd, realpathSync.native(root)],
      wants: (path) => !isManifestName(path) && kindOf(path) !== undefined,
      enters: () => true,
      problem: () => undefined,
      passOver: () => undefined,
    });
    for (const { path, realPath } of files) {
      const kind = kindOf(path);
      if (kind) seen.set(realPath, { path, kind });
    }
  }
  return [...seen.values()];
}

function kindOf(path: string): Kind | undefined {
  return byExtension.get(extname(path).toLowerCase());
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}
