import type { Comment, Document, ReadProblem } from '../../manifest/document.js';
import { startOfFile } from '../../manifest/line-index.js';
import { parseManifest } from '../../manifest/parse.js';
import { ReadingMemory } from '../../manifest/reading-memory.js';
import type { Tree } from '../tree.js';
import { HelmProvenance } from './helm-provenance.js';
import { KustomizeProvenance } from './kustomize-provenance.js';
import { RenderedDocument, type Provenance } from './rendered-document.js';
import type { RenderedText, RenderRequest } from './request.js';

/** Of a document only what inline ignores are read from. */
export type Commented = Pick<Document, 'file' | 'comments'>;

/** What the text of a rendering holds. */
export interface RenderedObjects {
  documents: Document[];
  /** What the objects were rendered from, as far as comments may be in it. */
  written: Commented[];
  problems: ReadProblem[];
}

/** Reads the objects of a rendering, each with the places of the files that it comes from. */
export function renderedObjects(
  request: RenderRequest,
  rendering: RenderedText,
  tree: Tree,
): RenderedObjects {
  const parsed = parseManifest(
    { file: '', text: rendering.text, named: false },
    new ReadingMemory(),
    tree.sends !== undefined,
  );
  const all = [...parsed.documents, ...parsed.others]
    .map((document) => ({ document, line: document.locate([]).line }))
    .sort((a, b) => a.line - b.line)
    .map(({ document }) => document);
  const provenanceOf = provenances(request, rendering);
  const documents = all.map(
    (document) => new RenderedDocument(document.value, provenanceOf(document)),
  );
  return {
    documents,
    written: [...rendering.files].flatMap(([file, text]) => writtenIn(file, text, tree)),
    problems: parsed.problems.map((problem) => ({
      ...problem,
      ...unreadablePlace(request, rendering),
      message: `what this renders to cannot be read: ${problem.message}`,
    })),
  };
}

function provenances(
  request: RenderRequest,
  rendering: RenderedText,
): (document: Document) => Provenance {
  if (request.tool === 'kustomize') {
    const kustomize = new KustomizeProvenance(request.folder, rendering.files);
    return ({ value }) => kustomize.of(value);
  }
  const helm = new HelmProvenance(request, rendering);
  let source: string | undefined;
  return (document) => {
    // The first comment is Helm's own; the items of a list have it together.
    const [first] = document.comments();
    const own = first && /^ Source: (\S.*)$/.exec(first.text)?.[1];
    source = own ?? source;
    return helm.of(document.value, source);
  };
}

/** The file that a reader is sent to for what has no place of its own. */
function unreadablePlace(request: RenderRequest, { files }: RenderedText) {
  const folder = request.tool === 'kustomize' ? request.folder : request.chart;
  const names = request.tool === 'kustomize' ? /kustomization(?:\.ya?ml)?$/i : /Chart\.yaml$/;
  const file = [...files.keys()].find(
    (path) => names.test(path) && path.replace(/\/?[^/]+$/, '') === (folder === '.' ? '' : folder),
  );
  return { file: file ?? folder, range: startOfFile };
}

const ignoreMark = 'mesh-failover-ignore';

/** Documents that can be read have their comments; of templates, the lines that are comments. */
function writtenIn(file: string, text: string, tree: Tree): Commented[] {
  if (!text.includes(ignoreMark)) return [];
  const parsed = tree.file(file);
  const isRead =
    parsed !== undefined && parsed.documents.length > 0 && parsed.problems.length === 0;
  return isRead ? parsed.documents : [{ file, comments: () => commentsIn(text) }];
}

function commentsIn(text: string): Comment[] {
  return text.split(/\r\n|\n|\r/).flatMap((content, index): Comment[] => {
    const mark = content.indexOf(`# ${ignoreMark}`);
    if (mark === -1) return [];
    const range = {
      line: index + 1,
      column: mark + 1,
      endLine: index + 1,
      endColumn: content.length + 1,
    };
    const trailing = content.slice(0, mark).trim() !== '';
    return [{ text: content.slice(mark + 1), range, trailing }];
  });
}
