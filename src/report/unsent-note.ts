import type { UnsentObject } from '../deploy/unsent-object.js';
import { addTo } from '../foundation/add-to.js';
import { firstFew } from '../foundation/first-few.js';
import type { Note } from './deployment-document.js';

/** Kinds and objects that are named; what is more is counted. */
const mostNames = 3;

/** What is in the manifests and not sent, in one note; none where everything is sent. */
export function unsentNotes(notSent: readonly UnsentObject[]): Note[] {
  if (notSent.length === 0) return [];
  const kinds = new Map<string, string[]>();
  for (const { kind, group, namespace, name } of notSent) {
    const title = namespace === '' ? name : `${namespace}/${name}`;
    addTo(kinds, group === '' ? kind : `${kind}.${group}`, title);
  }
  const list = [...kinds].map(([kind, names]) => {
    const more = names.length - mostNames;
    const shown = names.slice(0, mostNames).join(', ');
    return `${kind} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
  });
  return [
    {
      label: 'not sent',
      style: 'notice',
      text: `${firstFew(list)}. The clusters must have them from elsewhere; deploy.kinds says which kinds are sent.`,
    },
  ];
}
