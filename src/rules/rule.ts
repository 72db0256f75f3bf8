import type { KnownRule } from '../config/config.js';
import type { Path } from '../foundation/range.js';
import type { Severity } from '../foundation/severity.js';
import type { Category, Fix } from '../foundation/finding.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place } from '../mesh/resource.js';

/**
 * What a rule has to know before it can decide, from the least to the most:
 * - `object`: one object. It decides whatever else is in the tree, with or without regions.
 * - `policy`: the objects that act together, such as a route, its Gateway and the DestinationRule in force.
 * - `topology`: where clients and endpoints are.
 * - `prediction`: the result of a simulated outage.
 */
export type Needs = 'object' | 'policy' | 'topology' | 'prediction';

/**
 * A rule: data for its page, and one function. It reads the model and reports symbolic places;
 * it does no input or output and keeps no state.
 */
export interface Rule extends KnownRule {
  /** A noun phrase for what is required, `no-…` for what is banned. */
  name: string;
  /** `MF` and three digits: MF0xx invariants, MF1xx admission, MF2xx semantics. Never reused. */
  code: string;
  category: Category;
  /** The default severity; a report may name another. */
  severity: Severity;
  /** The rule runs as soon as this is known, and no unrelated object ever silences it. */
  needs: Needs;
  /** Off unless the configuration or a preset switches it on: true of manifests that work. */
  strictOnly?: true;
  /** It names a cause of errors that last as long as an outage: the predicted ones are then not reported as well. */
  explainsErrors?: true;
  /** It reports what another object would have to define, which may be elsewhere in a collection of things that are deployed apart. */
  absence?: true;
  /** One line for `rules` and the index: what goes wrong, as it stands beside the severity. */
  summary: string;
  /** Markdown for the page: what goes wrong in the outage, and why. */
  description: string;
  /** Sources: upstream files, issues, documents. */
  references: string[];
  check(mesh: Mesh, report: (report: RuleReport) => void): void;
}

export interface RuleReport {
  at: Place;
  /** What is wrong, what happens in the outage, how to mend it. */
  message: string;
  /** The fields of the object that decide it, those that are missing included; default: what is at `at`. */
  about?: readonly Path[];
  severity?: Severity;
  related?: { at: Place; message: string }[];
  /** Text edits; only where the mend is certain (scope/fix-at.ts makes them). */
  fix?: Fix | undefined;
}
