import type { Range } from '../foundation/range.js';
import type { Document } from '../manifest/document.js';
import { plural } from '../foundation/plural.js';
import type { DraftUnit } from './draft-units.js';
import type { NotRendered, Unit } from './unit.js';

/** Objects of a unit that are templates, and where the first one is. */
export interface Template {
  documents: Set<Document>;
  /** Those that cannot be read at all. */
  files: Set<string>;
  file: string;
  range: Range;
}

const top: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Parts that are named one by one; of more, the number. */
const mostNamed = 3;

/** One message for each unit of which some exists only after rendering; marks these units. */
export function notRenderedOf(
  units: readonly { unit: Unit; draft: DraftUnit | undefined }[],
  templates: ReadonlyMap<Unit, Template>,
): NotRendered[] {
  return units.flatMap(({ unit, draft }): NotRendered[] => {
    const template = templates.get(unit);
    const missing = draft?.missing ?? [];
    if (missing.length === 0 && !template) return [];
    const parts = [...named(missing), ...(template ? [templatePart(template)] : [])];
    const message = `Not checked: ${list(parts)}. ${advice(draft)}`;
    unit.rendered = false;
    unit.notRendered = message;
    const isDraft = draft && missing.length > 0;
    return [
      {
        unit,
        file: isDraft ? draft.file : (template?.file ?? unit.path),
        range: isDraft ? (draft.document?.locate([]) ?? top) : (template?.range ?? top),
        message,
      },
    ];
  });
}

function named(missing: readonly string[]): string[] {
  if (missing.length <= mostNamed) return [...missing];
  const rest = missing.length - mostNamed + 1;
  return [...missing.slice(0, mostNamed - 1), plural(rest, 'other part')];
}

function templatePart({ documents, files }: Template): string {
  const objects = `${plural(documents.size, 'object')} with placeholders`;
  const unread = plural(files.size, 'template file');
  if (files.size === 0) return objects;
  return documents.size === 0 ? unread : `${objects} and ${unread}`;
}

function advice(draft: DraftUnit | undefined): string {
  if (draft && draft.missing.length > 0) {
    return draft.command === undefined
      ? 'Render it and pipe the result into `mesh-failover check -`.'
      : `Check what it renders to: \`${draft.command}\`.`;
  }
  return 'Fill in the values and pipe the result into `mesh-failover check -`.';
}

/** `a`, `a and b`, `a, b and c`. */
function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
