import type { Range } from '../foundation/range.js';
import type { Document } from '../manifest/document.js';
import type { Severity } from '../foundation/severity.js';
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
    const message = `Not checked: ${list(parts)}. ${reason(draft)}${advice(draft)}`;
    unit.rendered = false;
    unit.notRendered = message;
    const isDraft = draft && missing.length > 0;
    return [
      {
        unit,
        severity: severityOf(draft),
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

/** A rendering that was asked for and failed leaves a hole in the check, and the more so where the configuration declares it. */
function severityOf(draft: DraftUnit | undefined): Severity | undefined {
  if (draft?.failure === undefined) return undefined;
  return draft.isDeclared ? 'error' : 'warning';
}

function reason(draft: DraftUnit | undefined): string {
  return draft?.failure === undefined ? '' : `It was not rendered: ${draft.failure}. `;
}

function advice(draft: DraftUnit | undefined): string {
  if (draft && draft.missing.length > 0) {
    if (draft.failure !== undefined) return 'Fix that, or leave it out with exclude.';
    const command =
      draft.command === undefined
        ? 'render it and pipe the result into `mesh-failover check -`'
        : `run \`${draft.command}\``;
    return draft.canRender
      ? `Use \`--render auto\`, or ${command}.`
      : `${command.slice(0, 1).toUpperCase()}${command.slice(1)}.`;
  }
  return 'Fill in the values and pipe the result into `mesh-failover check -`.';
}

/** `a`, `a and b`, `a, b and c`. */
function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
