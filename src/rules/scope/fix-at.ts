import type { Fix } from '../../foundation/finding.js';
import type { EntryChange } from '../../manifest/document.js';
import type { Place } from '../../mesh/resource.js';

/**
 * A change at a place as the fix of a finding. Undefined where no text edit makes it for certain, as behind an alias
 * or a merge key: the finding then has no fix.
 */
export function fixAt({ resource, path }: Place, change: EntryChange): Fix | undefined {
  const { document } = resource;
  const edit = document.edit(path, change);
  if (!edit) return undefined;
  const name = path.findLast((part) => typeof part === 'string') ?? '';
  const description =
    'key' in change
      ? `Rename ${name} to ${change.key}.`
      : `Set ${name} to ${String(change.value)}.`;
  return { description, edits: [{ file: document.file, ...edit }] };
}
