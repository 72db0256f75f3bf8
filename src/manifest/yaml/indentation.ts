import { refuse } from './fault.js';

export function tabInIndentation(at: number): never {
  refuse(at, at + 1, 'a tab is used for indentation; YAML needs spaces');
}
