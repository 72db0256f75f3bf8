import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import type { AnsweredRoute } from '../traffic/answered-routes.js';
import type { PredictedTarget } from '../traffic/result.js';
import type { TargetTimeline } from '../traffic/target-timeline.js';

/** What a command found out, for any output format; what can be iterated can be so repeatedly. */
export interface Results {
  /** Undefined for a command that does not lint. */
  lint: LintResult | undefined;
  /** Undefined for a command that does not simulate. */
  predictions: Iterable<PredictedTarget> | undefined;
  /** Routes that lead to no endpoint; missing for a command that does not list them. */
  answered?: AnsweredRoute[];
  /** Runs over time; missing where nobody asked for them. */
  timelines?: Iterable<TargetTimeline>;
  /** How the predictions differ from those before a change; missing where nothing is compared. */
  behaviour?: ExplainedChanges;
  /** Errors that a change hides rather than fixes; missing where nothing is compared. */
  silenced?: readonly Finding[];
  /** What the numbers rest on: topology, profile, what was assumed. */
  basis: string[];
  /** The text of a file that was read, for code frames. */
  text(file: string): string | undefined;
}

export interface ReportOptions {
  /** ANSI colours. */
  color: boolean;
  /** Findings and failures only. */
  quiet: boolean;
  /** Characters of a line, where that is known and less than usual. */
  width?: number;
  /** Every row of the tables; false: those that say something. Default: true. */
  allRows?: boolean;
  /** How long it took. */
  seconds?: number;
}

/**
 * A part of a text, or the bytes of one in UTF-8; no character is in two of them. The bytes are the reader's until it asks for the next
 * piece.
 */
export type Piece = string | Uint8Array;

/** An output format: results in, text out, in pieces: that of a large mesh is longer than a string can be. */
export type Formatter = (results: Results, options: ReportOptions) => Iterable<Piece>;
