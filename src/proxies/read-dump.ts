import { UserError } from '../foundation/errors.js';
import { plural } from '../foundation/plural.js';
import { DumpScanner, parseJson } from './dump-scanner.js';
import { itemShapes, sectionTypes } from './dump-shapes.js';
import { textIn } from './json-members.js';
import { keep } from './kept-shape.js';

/** What is kept of the dumps of one proxy: by section, the items in their order. */
export interface KeptDump {
  /** The file that it comes from, as it was named. */
  file: string;
  sections: ReadonlyMap<string, readonly unknown[]>;
}

/** Characters of all that is kept: beyond it no proxy's configuration is. */
const mostKept = 400_000_000;

/** Reads one dump, part by part. What the model does not need is never held: certificates, keys, tokens, bodies. */
export class DumpReader {
  readonly #sections = new Map<string, unknown[]>();
  readonly #scanner: DumpScanner;
  readonly #file: string;
  #kept = 0;

  /** @param file As it was named, for messages and for what it is called. */
  constructor(file: string) {
    this.#file = file;
    this.#scanner = new DumpScanner(file, Object.keys(itemShapes), (section, json) =>
      this.#take(section, json),
    );
  }

  /** @throws UserError for what is no dump. */
  push(chunk: Uint8Array): void {
    this.#scanner.push(chunk);
  }

  /** @throws UserError where it is no dump, or one without what a prediction needs. */
  end(): KeptDump {
    this.#scanner.end();
    const isOfHosts = this.#sections.has('cluster_statuses');
    const has = (...names: string[]) => names.some((name) => this.#sections.has(name));
    if (!isOfHosts && !has('static_clusters', 'dynamic_active_clusters')) {
      throw new UserError(
        `${this.#file}: this is no config dump: it has no clusters; fetch /config_dump?include_eds from the proxy's admin interface`,
      );
    }
    if (!isOfHosts && !has('static_endpoint_configs', 'dynamic_endpoint_configs')) {
      throw new UserError(
        `${this.#file}: the dump has no endpoints; fetch it with them, as /config_dump?include_eds`,
      );
    }
    return { file: this.#file, sections: this.#sections };
  }

  #take(section: string, json: string): void {
    const value = parseJson(json);
    if (value === undefined) {
      throw new UserError(`${this.#file}: this is no config dump: ${section} has what is not JSON`);
    }
    const shape = itemShapes[section];
    const kept = shape && keep(value, shape);
    if (kept === undefined) return;
    this.#kept += json.length;
    if (this.#kept > mostKept) {
      throw new UserError(
        `${this.#file}: clusters, endpoints, listeners and routes of more than ${mostKept / 1_000_000} MB are not read`,
      );
    }
    const items = this.#sections.get(section);
    if (items) items.push(kept);
    else this.#sections.set(section, [kept]);
  }
}

/** The items of a section; empty without any. */
export function sectionItems(
  { sections }: KeptDump,
  ...names: readonly string[]
): readonly unknown[] {
  return names.flatMap((name) => sections.get(name) ?? []);
}

/**
 * What was kept, as a dump that reads the same and can be shown to others: it holds names, addresses, routes and policies, and no keys,
 * certificates, tokens or values of headers that may be secrets.
 */
export function* redactedDump({ sections }: KeptDump): Generator<string> {
  const statuses = sections.get('cluster_statuses');
  if (statuses) {
    yield '{\n "cluster_statuses": ';
    yield* listText(statuses);
    yield '\n}\n';
    return;
  }
  yield '{\n "configs": [';
  let separator = '';
  for (const type of new Set(Object.values(sectionTypes))) {
    const own = [...sections].filter(([section]) => sectionTypes[section] === type);
    if (own.length === 0) continue;
    yield `${separator}\n  {\n   "@type": "type.googleapis.com/envoy.admin.v3.${type}"`;
    for (const [section, items] of own) {
      yield `,\n   ${JSON.stringify(section)}: `;
      if (section === 'bootstrap') yield JSON.stringify(items[0]);
      else yield* listText(items);
    }
    yield '\n  }';
    separator = ',';
  }
  yield '\n ]\n}\n';
}

function* listText(items: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [index, item] of items.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(item)}`;
  }
  yield '\n   ]';
}

/**
 * Puts the files of each proxy together: a config dump, and the answer of `/clusters?format=json` of the same proxy behind it or before it.
 *
 * @throws UserError where a file of hosts has no dump that it belongs to.
 */
export function pairDumps(files: readonly KeptDump[]): KeptDump[] {
  const dumps = files.filter(({ sections }) => !sections.has('cluster_statuses'));
  const paired = new Map<KeptDump, KeptDump>();
  for (const hosts of files) {
    const statuses = hosts.sections.get('cluster_statuses');
    if (!statuses) continue;
    const names = new Set(statuses.map((status) => textIn(status, 'name')));
    const at = files.indexOf(hosts);
    const own =
      [files[at - 1], files[at + 1], ...dumps].find(
        (dump) => dump && dumps.includes(dump) && !paired.has(dump) && isOf(dump, names),
      ) ?? undefined;
    if (!own) {
      throw new UserError(
        `${hosts.file}: these are the hosts of ${plural(names.size, 'cluster')}, and no config dump that was named has the same; name that of the same proxy too`,
      );
    }
    const sections = new Map([...own.sections, ['cluster_statuses', statuses]]);
    paired.set(own, { file: own.file, sections });
  }
  return dumps.map((dump) => paired.get(dump) ?? dump);
}

/** Whether every cluster of the dump is among the names. */
function isOf(dump: KeptDump, names: ReadonlySet<string>): boolean {
  const clusters = sectionItems(dump, 'static_clusters', 'dynamic_active_clusters');
  return clusters.every((item) => names.has(textIn(item, 'cluster', 'name')));
}
