import type { Document } from '../manifest/document.js';
import { isManifestName } from './folder-names.js';
import { plural } from '../foundation/plural.js';
import type { Grouping } from './environments.js';
import { itself, type FolderNode, type SplitGroup } from './splits.js';
import type { Item } from './item.js';
import type { Unit } from './unit.js';

/** What was assumed about a tree. */
interface Assumed {
  grouping: Grouping<Item>;
  /** Objects without a namespace by the one that their hosts tell; undefined: none does. */
  assumed: ReadonlyMap<Unit, ReadonlyMap<string | undefined, ReadonlySet<Document>>>;
  /** Files beside a kustomization that does not name them. */
  leftOut: ReadonlySet<string>;
  /** The configuration says which environments there are. */
  configured: boolean;
}

/** Names that are listed; of more, the number. */
const mostNames = 4;

/** Sentences that say what was assumed, and how to say it better. */
export function assumptionsOf({ grouping, assumed, leftOut, configured }: Assumed): string[] {
  return [
    ...leftOutSentence([...leftOut].sort()),
    ...(configured ? [] : groupingSentences(grouping)),
    ...namespaceSentences(assumed),
  ];
}

function groupingSentences({
  environmentGroups,
  clusterGroups,
  isCut,
  environments,
}: Grouping<Item>): string[] {
  const sentences: string[] = [];
  for (const group of environmentGroups) {
    sentences.push(
      `${foldersOf(group)} hold the same objects, so each is an environment. ` +
        'If they are clusters of one mesh, declare clusters with their paths.',
    );
  }
  for (const [group] of clusterGroups) {
    sentences.push(
      `${foldersOf(group)} are taken as clusters of one mesh, called like its regions. ` +
        'If they are separate, declare environments.',
    );
  }
  if (environments.length > 1 && environmentGroups.length > 1) {
    sentences.push(
      `The folders that have nothing in common are combined into ${plural(environments.length, 'environment')}. ` +
        'To combine them in another way, declare environments.',
    );
  }
  if (isCut) {
    sentences.push(
      `There are more than ${environments.length} environments, and only these are checked. Name fewer paths.`,
    );
  }
  return sentences;
}

function leftOutSentence(files: readonly string[]): string[] {
  const [first] = files;
  if (first === undefined) return [];
  const more = files.length > 1 ? ` and ${plural(files.length - 1, 'other file')}` : '';
  return [
    `${first}${more} ${files.length > 1 ? 'are' : 'is'} not checked: the kustomization in the folder does not name ` +
      `${files.length > 1 ? 'them' : 'it'}, so that nothing deploys ${files.length > 1 ? 'them' : 'it'}.`,
  ];
}

/** `The folders a/dev and a/prod`. */
function foldersOf({ splits }: SplitGroup<Item>): string {
  const paths = splits.flatMap(({ alternatives }) => alternatives.map(pathOf));
  const shown = paths.length <= mostNames ? paths : paths.slice(0, mostNames - 1);
  const more = paths.length - shown.length;
  const names = more > 0 ? [...shown, `${more} others`] : shown;
  const what = paths.every(isManifestName) ? 'files' : 'folders';
  return `The ${what} ${names.slice(0, -1).join(', ')} and ${String(names.at(-1))}`;
}

function pathOf({ name, path, parent }: FolderNode<Item>): string {
  return name === itself ? (parent?.path ?? '.') : path;
}

function namespaceSentences(assumed: Assumed['assumed']): string[] {
  const told = new Map<string, Set<Document>>();
  const unknown = new Set<Document>();
  for (const byNamespace of assumed.values()) {
    for (const [namespace, documents] of byNamespace) {
      let all = unknown;
      if (namespace !== undefined) {
        all = told.get(namespace) ?? new Set();
        told.set(namespace, all);
      }
      for (const document of documents) all.add(document);
    }
  }
  const sentences = [...told]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([namespace, { size }]) =>
        `${plural(size, 'object')} without a namespace ${size === 1 ? 'is' : 'are'} taken to be in ${namespace}, as fully qualified hosts name it.`,
    );
  if (unknown.size > 0) {
    sentences.push(
      `${plural(unknown.size, 'object')} without a namespace ${unknown.size === 1 ? 'is' : 'are'} taken to be in one unknown namespace, ` +
        'shown as default. Name it with --namespace.',
    );
  }
  return sentences;
}
