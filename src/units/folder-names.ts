/** What the names of folders say, and those of files that stand for a folder. */

const manifestEnd = /\.(?:ya?ml|json)$/i;

/** A name without the end that says that it is a manifest. */
export function withoutEnd(name: string): string {
  return name.replace(manifestEnd, '');
}

/**
 * Whether a file is a manifest by its name or path; one that is called `.yaml` and nothing else is not. kustomize also reads a
 * `Kustomization` without an end.
 */
export function isManifestName(path: string): boolean {
  return /[^\\/]\.(?:ya?ml|json)$/i.test(path) || /(?:^|[\\/])Kustomization$/.test(path);
}

/** Whether a file is one of several for stages or regions: `web-dev.yaml`, `us-east1.yaml`, `web-east.yaml`. */
export function isAlternativeFile(name: string): boolean {
  if (isStage(name) || isRegionLike(name)) return true;
  const parts = withoutEnd(name).split(/[-_.]/);
  return [1, 2, 3].some(
    (start) => parts.length > start && isRegionLike(parts.slice(start).join('-')),
  );
}

/** Words that say nothing about where a cluster is. */
const generic = new Set([
  'cluster',
  'clusters',
  'region',
  'gke',
  'eks',
  'aks',
  'k8s',
  'mesh',
  'site',
  'dc',
]);

/** `us-west1` and `us_west_1` are the words us, west, 1. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  const telling = words.filter((word) => !generic.has(word));
  return telling.length > 0 ? telling : words;
}

/** The localities that a folder's name means: equal, or one name part of the other, word by word. */
export function localitiesMeant(called: string, localities: readonly string[]): string[] {
  const name = withoutEnd(called);
  const equal = localities.filter(
    (locality) => locality === name || locality.split('/').at(-1) === name,
  );
  if (equal.length > 0) return equal;
  const words = wordsOf(name);
  if (!words.some((word) => /^[a-z]{2,}$/.test(word))) return [];
  return localities.filter((locality) => {
    const own = wordsOf(locality.split('/').at(-1) ?? '');
    return (
      isPart(words, own) || (own.some((word) => /^[a-z]{2,}$/.test(word)) && isPart(own, words))
    );
  });
}

function isPart(part: readonly string[], whole: readonly string[]): boolean {
  if (part.length === 0) return false;
  return ` ${whole.join(' ')} `.includes(` ${part.join(' ')} `);
}

const place =
  'us|usa|eu|uk|de|fr|jp|cn|in|au|br|ca|sg|ap|apac|emea|amer|americas|latam|na|sa|me|af|il|mx|asia|europe|africa|' +
  'australia|northamerica|southamerica|brazil|france|germany|india|japan|korea|canada|norway|switzerland|uae';
const direction =
  'gov|north|south|east|west|central|northeast|northwest|southeast|southwest|northcentral|southcentral|westcentral';
const regionLike = new RegExp(
  `^(?:(?:${place})(?:[-_]?(?:${direction}))*|(?:${direction})(?:[-_]?(?:${place}))?)[-_]?\\d*(?:-?[a-f])?$`,
);

/** Whether a name is like that of a region: `us`, `eu-west-1`, `europe-west1`, `eastus2`, `west`. */
export function isRegionLike(name: string): boolean {
  const plain = withoutEnd(name)
    .toLowerCase()
    .replace(/[-_]?(?:clusters?|region)$/, '')
    .replace(/^(?:clusters?|region)[-_]/, '');
  return plain.length < 60 && regionLike.test(plain);
}

const stages =
  /^(?:dev|devel|develop|development|test|tst|testing|qa|uat|int|integration|stage|stg|staging|pre|preprod|preproduction|prod|prd|production|live|sandbox|sbx|demo|canary|local|minikube|kind|nonprod|perf|preview|acceptance|acc|e2e)\d*$/;

/** Whether a name has the word of a stage on the way to production in it. */
export function isStage(name: string): boolean {
  return stageWords(name).length > 0;
}

/** The words for stages on the way to production in a name or path. */
export function stageWords(path: string): string[] {
  return path
    .toLowerCase()
    .split(/[-_./]/)
    .filter((word) => stages.test(word));
}

/** The kind of names that this one is like: siblings of one kind are alternatives together. */
export function nameClass(name: string): 'stage' | 'region' | 'version' | 'step' | undefined {
  if (isStage(name)) return 'stage';
  if (isRegionLike(name)) return 'region';
  if (/^v\d+[\w.-]*$/i.test(name) || /^\d+(?:\.\d+)+$/.test(name)) return 'version';
  if (/^(?:step|lab|chapter|ch|exercise|ex|part|lesson|module|day|task)[-_ ]?\d+/i.test(name))
    return 'step';
  return /^\d+[-_. ]/.test(name) || /^\d+$/.test(name) ? 'step' : undefined;
}

/** Whether a folder is one for clusters, by its name. */
export function isClusterFolder(name: string): boolean {
  return /^(?:(?:.*[-_])?clusters?|regions?|sites?|datacenters?)$/i.test(name);
}
