import type { Document, ReadProblem } from '../../manifest/document.js';
import type { Tree } from '../tree.js';
import { renderedObjects, type Commented } from './rendered-objects.js';
import { requestKey, type Renderings, type RenderRequest } from './request.js';

/** What of a tree has been asked to be rendered, and what became of it. */
export class RenderingBook {
  /** Everything that was asked for, by the keys. */
  readonly requests = new Map<string, RenderRequest>();
  /** What objects were rendered from. */
  readonly written: Commented[] = [];
  readonly problems: ReadProblem[] = [];
  /** The texts of the files that objects were rendered from. */
  readonly texts = new Map<string, string>();
  readonly #renderings: Renderings | undefined;
  readonly #tree: Tree;
  readonly #known = new Map<string, readonly Document[]>();

  /** @param renderings Undefined: rendering is off. */
  constructor(renderings: Renderings | undefined, tree: Tree) {
    this.#renderings = renderings;
    this.#tree = tree;
  }

  /** The objects that a request was rendered to, or why there are none; undefined: rendering is off. */
  of(request: RenderRequest): { documents: readonly Document[] } | { failure: string } | undefined {
    const key = requestKey(request);
    this.requests.set(key, request);
    if (!this.#renderings) return undefined;
    const rendering = this.#renderings.get(key);
    if (!rendering) return { failure: 'this run has not rendered it' };
    if ('failure' in rendering) return rendering;
    const known = this.#known.get(key);
    if (known) return { documents: known };
    const { documents, written, problems } = renderedObjects(request, rendering, this.#tree);
    this.#known.set(key, documents);
    for (const [file, text] of rendering.files) this.texts.set(file, text);
    for (const one of written) this.written.push(one);
    for (const problem of problems) this.problems.push(problem);
    return { documents };
  }
}
