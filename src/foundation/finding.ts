import type { Range } from './range.js';
import type { Severity } from './severity.js';

/**
 * `invariant`: what every failover needs; `admission`: the API server or istiod's webhook would reject the object; `semantics`:
 * accepted, but not what was meant.
 */
export type Category = 'invariant' | 'admission' | 'semantics';

/** One thing that is wrong, at its place. The shape is part of the contract (docs/output.md). */
export interface Finding extends Range {
  /** The name of the rule. */
  rule: string;
  /** `MF` and three digits; never reused. */
  code: string;
  category: Category;
  severity: Severity;
  /** What is wrong, what happens in the outage, how to mend it. */
  message: string;
  /** Relative to the working folder, with `/`. */
  file: string;
  /** Null where the text could not be read as an object. */
  resource: { kind: string; namespace: string; name: string } | null;
  /** The environments in which it was found, joined by commas; null where there is only one. */
  environment: string | null;
  /** Other places that take part, with what they add. */
  related: RelatedPlace[];
  fix?: Fix;
  /** The rule's page, in this repository. */
  help: string;
  /** The address of the rule's page. */
  url: string;
}

export interface RelatedPlace extends Range {
  /** Relative to the working folder, with `/`. */
  file: string;
  /** What the place adds. */
  message: string;
}

/** Text edits that mend the finding; ranges do not overlap. */
export interface Fix {
  /** What the edits change. */
  description: string;
  /** In any order; ranges do not overlap. */
  edits: { file: string; range: Range; text: string }[];
}

export interface LintSummary {
  /**
   * Files that were read.
   *
   * @asType integer
   * @minimum 0
   */
  files: number;
  /**
   * Documents that were read or passed over; the items of a list count one by one.
   *
   * @asType integer
   * @minimum 0
   */
  documents: number;
  /**
   * Findings of severity `error`.
   *
   * @asType integer
   * @minimum 0
   */
  errors: number;
  /**
   * Findings of severity `warning`.
   *
   * @asType integer
   * @minimum 0
   */
  warnings: number;
  /**
   * Findings of severity `notice`.
   *
   * @asType integer
   * @minimum 0
   */
  notices: number;
  /** Findings that an inline ignore silenced. */
  ignored: number;
  /** Findings that the baseline knows; only where there is one. */
  baselined?: number;
  /** Findings that were there before the change; only with --changed-since. */
  unchanged?: number;
  /** Documents passed over, because their kind does not concern failover. */
  skipped: number;
  /** Cases of the predicted table that have numbers; 0 where nothing was predicted. */
  predicted: number;
  /** Of these, the cases in which requests fail. */
  failing: number;
  /** Cases without a number, because something that takes part is not modelled or not determined by the control plane. */
  notModelled: number;
  /** Deployment units of which a part exists only after rendering. */
  unitsNotRendered: number;
  /** Files, folders and lists that could not be read, and that may hold an object of Istio's API. */
  unread: number;
  /** Files with objects of Istio's API or of the Gateway API that are below the paths and were not read. */
  passedOver: PassedOver;
}

/** Why a file is not read although it is below a path. */
export type PassedOverReason = 'dot-folder' | 'git-ignored' | 'node_modules' | 'excluded';

/** The files with objects that were not read. */
export interface PassedOver {
  /** How many there are. */
  files: number;
  /** The same by why they were not read. */
  byReason: {
    /** Why they were not read. */
    reason: PassedOverReason;
    /** How many there are. */
    files: number;
    /** The first of them, relative to the working folder. */
    examples: string[];
  }[];
  /** False: there was too much to look through, so there may be more. */
  complete: boolean;
}

/** Every file was read. */
export const nothingPassedOver: PassedOver = { files: 0, byReason: [], complete: true };

export interface LintResult {
  version: 1;
  /** Sorted by file, line and column. */
  findings: Finding[];
  /** Counts of what was read and found. */
  summary: LintSummary;
}
