import { trimEndings } from '../foundation/trim-endings.js';
import { markdownCode } from './markdown-text.js';

/** A line of a file. */
export interface LinkedPlace {
  file: string;
  line: number;
  column: number;
}

/** Shows a place on a page. */
export type PlaceLink = (place: LinkedPlace) => string;

/** Where the page has no repository to lead to. */
export const unlinked: PlaceLink = ({ file, line, column }) =>
  markdownCode(`${file}:${line}:${column}`);

/**
 * Links to the lines of a commit.
 *
 * @param server Such as `https://github.com`, or that of a GitHub Enterprise Server.
 * @param repository `owner/name`.
 * @param commit Its full id: a line of a branch would be another one tomorrow.
 */
export function linkedTo(server: string, repository: string, commit: string): PlaceLink {
  const root = `${trimEndings(server, '/')}/${repository}/blob/${commit}`;
  // What is no such address would be no link either.
  const isSound = /^https?:\/\/[\w.:/-]+\/[\w.-]+\/[\w.-]+\/blob\/[0-9a-f]{40,64}$/.test(root);
  if (!isSound) return unlinked;
  return (place) => {
    const { file, line } = place;
    const path = file.split('/').map(encodeSegment).join('/');
    return `<a href="${root}/${path}#L${line}">${unlinked(place)}</a>`;
  };
}

/** Leaves nothing that would end an attribute. Half a character cannot be encoded. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /['()*!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
