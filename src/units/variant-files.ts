import { withoutEnd } from './folder-names.js';
import { baseName, folderOf } from '../foundation/paths.js';

/** An object in a file. */
export interface FileObject {
  file: string;
  /** What it is called; the same in two files: they hold the same object. Undefined: it never decides. */
  key: string | undefined;
}

/** So many files of one folder that hold one object are no mistake. */
const surelyMeant = 3;

/**
 * The files that are variants of each other, of which a cluster gets one at a time: `route-v1.yaml`, `route-v2.yaml` and
 * `route-50-50.yaml` of a tutorial. Three files of one folder with the same object are; two are where they hold several
 * objects in common and are called alike, such as `gateway-http.yaml` and `gateway-https.yaml`. One object in two files may as
 * well be there twice by mistake, but in a folder of fixtures. Takes time in proportion to the objects.
 */
export function variantFiles(objects: readonly FileObject[]): Set<string> {
  const holders = new Map<string, Set<string>>();
  for (const { file, key } of objects) {
    if (key === undefined) continue;
    const place = JSON.stringify([folderOf(file), key]);
    const files = holders.get(place);
    if (files) files.add(file);
    else holders.set(place, new Set([file]));
  }
  const variants = new Set<string>();
  const pairs = new Map<string, { files: [string, string]; common: number }>();
  for (const files of holders.values()) {
    const [first, second] = files;
    if (files.size >= surelyMeant) for (const file of files) variants.add(file);
    if (files.size !== 2 || first === undefined || second === undefined) continue;
    const key = JSON.stringify([first, second].sort());
    const pair = pairs.get(key) ?? { files: [first, second], common: 0 };
    pairs.set(key, { ...pair, common: pair.common + 1 });
  }
  // What tells one pair apart, such as http and https, tells the others of its folder apart, too.
  const known = new Set<string>();
  for (const { files, common } of pairs.values()) {
    const difference = differenceOf(...files);
    if (common > 1 && difference !== undefined) known.add(difference);
  }
  for (const { files } of pairs.values()) {
    const difference = differenceOf(...files);
    const isFixture = files.every((file) => /(?:^|\/)(?:src\/test|testdata)\//.test(file));
    if (isFixture || (difference !== undefined && known.has(difference))) {
      for (const file of files) variants.add(file);
    }
  }
  return variants;
}

/**
 * The words that tell two names in a folder apart; undefined where one of them has none of its own, as `a.yaml` beside
 * `a-copy.yaml`, or where they have nothing in common.
 */
function differenceOf(one: string, other: string): string | undefined {
  const names = [one, other].map((file) => withoutEnd(baseName(file)).toLowerCase()).sort();
  const [a = '', b = ''] = names;
  const folder = folderOf(one);
  // `gateway.yaml` and `gateway.workshop.yaml`.
  if (a !== b && a.split('.')[0] === b.split('.')[0]) return JSON.stringify([folder, a, b]);
  const [words, others] = [a.split(/[-_.]/), b.split(/[-_.]/)];
  const own = words.filter((word) => !others.includes(word));
  const otherOwn = others.filter((word) => !words.includes(word));
  if (own.length === 0 || otherOwn.length === 0 || own.length === words.length) return undefined;
  return JSON.stringify([folder, own, otherOwn]);
}
