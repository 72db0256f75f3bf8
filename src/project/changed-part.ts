import type { Config } from '../config/config.js';
import type { ValueChange } from '../foundation/value-changes.js';
import type { Document } from '../manifest/document.js';
import type { UnitDocument } from '../units/unit.js';
import type { FileFacts } from './file-facts.js';

/** A part of a change that can be undone without the rest of it. */
export type ChangedPart =
  ChangedObject | ChangedFile | ChangedKey | ChangedPaths | ChangedRendering;

/** A document that was added, removed, changed or moved to another file. */
export interface ChangedObject {
  type: 'object';
  before: Document | undefined;
  after: Document | undefined;
  /** Of one that both states have: how its value differs; empty: only its file does. */
  differences: ValueChange[];
}

/** A file that is no sequence of documents, in one of the states or in both. */
export interface ChangedFile {
  type: 'file';
  file: string;
  before: FileFacts | undefined;
  after: FileFacts | undefined;
}

/** A key of the configuration. */
export interface ChangedKey {
  type: 'key';
  key: keyof Config;
  before: Config;
  after: Config;
  /** Paths begin with the key. */
  differences: ValueChange[];
  /** Of each of these, its position among all differences of the key. */
  positions: number[];
}

/** Files that are read, or no longer read, because the configuration's paths have changed. */
export interface ChangedPaths {
  type: 'paths';
  before: Config;
  after: Config;
  files: ReadonlyMap<string, { before: FileFacts | undefined; after: FileFacts | undefined }>;
}

/** An object of a unit that was rendered. */
export interface ChangedRendering {
  type: 'rendering';
  environment: string | null;
  before: UnitDocument | undefined;
  after: UnitDocument | undefined;
  /** As those of an object. */
  differences: ValueChange[];
}

/** How many differences of a part can be undone one by one. */
export function differencesOf(part: ChangedPart): readonly ValueChange[] {
  return 'differences' in part ? part.differences : [];
}
