import { parseLocality } from '../mesh/locality.js';

/** The region of a locality, in words where it has none. */
export function regionOf(locality: string): string {
  return parseLocality(locality).region || '(no region)';
}
