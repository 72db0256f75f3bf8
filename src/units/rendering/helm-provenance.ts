import type { Path } from '../../foundation/range.js';
import { at } from '../../foundation/values.js';
import { startOfFile } from '../../manifest/line-index.js';
import { readWrittenValues, type WrittenValue } from '../../manifest/written-value.js';
import { pathFrom } from '../../foundation/paths.js';
import type { Provenance } from './rendered-document.js';
import type { HelmRequest, RenderedText } from './request.js';
import { placeInTemplate, templateOf, type TemplatePlace } from './template-place.js';
import { templateTrees, type TemplateNode } from './template-tree.js';
import type { FilePlace } from './traced.js';

/** A values file, and where in it the values of a chart are. */
interface ValuesLevel {
  file: string;
  path: Path;
}

/** Gives the places of the objects that a chart was rendered to. */
export class HelmProvenance {
  readonly #request: HelmRequest;
  readonly #rendered: RenderedText;
  readonly #own: FilePlace;
  readonly #trees = new Map<string, TemplateNode[][]>();
  readonly #written = new Map<string, WrittenValue | undefined>();
  readonly #counts = new Map<string, number>();

  constructor(request: HelmRequest, rendered: RenderedText) {
    this.#request = request;
    this.#rendered = rendered;
    this.#own = { file: pathFrom(request.chart, 'Chart.yaml'), ...startOfFile };
  }

  /** @param source What Helm calls the template, such as `web/templates/rule.yaml`; undefined: nothing says. */
  of(value: Record<string, unknown>, source: string | undefined): Provenance {
    const file = source === undefined ? undefined : this.#rendered.templates.get(source);
    if (source === undefined || file === undefined) {
      return { file: this.#own.file, place: () => this.#own, related: () => [] };
    }
    const key = JSON.stringify([source, value['kind']]);
    const ordinal = this.#counts.get(key) ?? 0;
    this.#counts.set(key, ordinal + 1);
    const roots = templateOf(this.#treesOf(file), value, ordinal) ?? [];
    const inTemplate = (path: Path, part: 'key' | 'value') =>
      placeInTemplate(roots, value, path, part);
    return {
      file,
      place: (path, part) => ({ file, ...rangeOf(inTemplate(path, part)) }),
      related: (path) => this.#related(source, inTemplate(path, 'value'), at(value, ...path)),
    };
  }

  /** The line of the values file that counts. */
  #related(
    source: string,
    { values }: TemplatePlace,
    rendered: unknown,
  ): (FilePlace & { message: string })[] {
    if (!values) return [];
    for (const { file, path } of this.#levels(source, values)) {
      const written = this.#writtenIn(file);
      const found = written && at(written.value, ...path);
      if (!written || found === undefined) continue;
      // What a function has made of the value may come from anywhere.
      const isWhole =
        typeof found === 'object' || JSON.stringify(found) === JSON.stringify(rendered);
      if (!isWhole) return [];
      const message = `The template takes it from .Values.${values.join('.')}.`;
      return [{ file, ...written.locate(path, 'key'), message }];
    }
    return [];
  }

  /** Where a value of a chart may be set, what counts first at the beginning. */
  #levels(source: string, values: Path): ValuesLevel[] {
    const { values: given, set, chart } = this.#request;
    // Values that are given in other ways have no line.
    if (set.length > 0 || given.some((one) => 'inline' in one)) return [];
    const names = source.split('/');
    const end = names.indexOf('templates');
    const charts = names.slice(0, end === -1 ? 1 : end).filter((_, index) => index % 2 === 0);
    const files = given.flatMap((one) => ('file' in one ? [one.file] : [])).reverse();
    const below = values[0] === 'global' ? values : [...charts.slice(1), ...values];
    return [
      ...files.map((file) => ({ file, path: below })),
      ...charts.map((_, depth) => {
        const folder = this.#rendered.charts.get(charts.slice(0, depth + 1).join('/charts/'));
        const path = values[0] === 'global' ? values : [...charts.slice(depth + 1), ...values];
        return { file: pathFrom(folder ?? chart, 'values.yaml'), path };
      }),
    ];
  }

  #treesOf(file: string): TemplateNode[][] {
    const known = this.#trees.get(file);
    if (known) return known;
    const trees = templateTrees(this.#rendered.files.get(file) ?? '');
    this.#trees.set(file, trees);
    return trees;
  }

  #writtenIn(file: string): WrittenValue | undefined {
    if (!this.#written.has(file)) {
      const [first] = readWrittenValues(this.#rendered.files.get(file) ?? '');
      this.#written.set(file, first && 'value' in first ? first : undefined);
    }
    return this.#written.get(file);
  }
}

function rangeOf({ line, column, endLine, endColumn }: TemplatePlace) {
  return { line, column, endLine, endColumn };
}
