import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import type { Paint } from './paint.js';

/**
 * What a plan, an apply or a rollback says, whatever it is written in: `deployment-text.ts` and `deployment-markdown.ts` show all of
 * it, so that neither can lack what the other has.
 */
export interface DeploymentDocument {
  /** Such as `Plan`. */
  title: string;
  /** Whether nothing is in the way, and nothing has failed. */
  isFine: boolean;
  /** The result in words; several lines are the program's own. */
  verdict: string;
  /** How callers notice it; undefined: not at all, or it is not known. */
  behaviour?: ExplainedChanges;
  clusters: DeployedCluster[];
  notes: Note[];
  /** How wide the states of objects are in text. */
  stateWidth: number;
  /** Whether a page lists all objects in one table, as for work that was done; else each cluster is folded. */
  isOverview: boolean;
}

export interface DeployedCluster {
  name: string;
  /** Where it is and what runs there. */
  detail: string;
  /** The run that it remembers. */
  about?: string;
  /** What it counts as besides its objects, such as `verified`; `about` says why. */
  state?: string;
  /** What is wrong with it as a whole. */
  problem?: string;
  /** Set where there is a problem: how the cluster counts as a whole. */
  problemState?: string;
  objects: DeployedObject[];
  /** Objects that are left out of the list because nothing happens to them. */
  unchanged: number;
}

export interface DeployedObject {
  /** `create`, `failed` and so on. */
  state: string;
  style: keyof Paint;
  /** Said after the name. */
  suffix?: string;
  kind: string;
  namespace: string;
  name: string;
  place?: NotePlace;
  notes: Note[];
  fields: DeployedField[];
  /** What the API server warns about. */
  warnings: Note[];
}

/** One field of an object, before and after. */
export interface DeployedField {
  path: string;
  before: string;
  after: string;
  /** Who wrote what is there now, and when; empty: not known. */
  writers: string;
}

export interface NotePlace {
  file: string;
  line: number;
  column: number;
}

/** Something that is to be read. With a label the label has the style, else the text. */
export interface Note {
  label?: string;
  style?: keyof Paint;
  text: string;
  /** Its line breaks are the program's own; default: there are none. */
  hasLines?: boolean;
  place?: NotePlace;
}
