import type { Config } from '../config/config.js';
import type { Finding, LintResult, LintSummary, PassedOver } from '../foundation/finding.js';
import type { Manifests } from '../manifest/document.js';
import { rules } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import { applyIgnores, misplacedIgnores } from './apply-ignores.js';
import { finish, withSettings } from './finish.js';
import { ignoresIn } from './ignores.js';
import type { RuleSettings } from './rule-settings.js';

/** What findings are concluded with. */
export interface ConclusionInput {
  manifests: Manifests;
  config: Config;
  settings: RuleSettings;
  /** Ignores that ended before this day (UTC) do not count. */
  now: Date;
  /** Whether inline ignores count at all. */
  hasIgnores: boolean;
  unitsNotRendered: number;
  passedOver: PassedOver;
}

/** How many cases of the predicted tables there are, by what became of them. */
export type PredictedCases = Pick<LintSummary, 'predicted' | 'failing' | 'notModelled'>;

const noCases: PredictedCases = { predicted: 0, failing: 0, notModelled: 0 };

/** Applies severities and inline ignores to findings, and counts them. */
export class Conclusion {
  readonly #input: ConclusionInput;
  readonly #ignores: ReturnType<typeof ignoresIn>;
  readonly #misplaced: Finding[];

  constructor(input: ConclusionInput) {
    const { manifests, config, hasIgnores } = input;
    this.#input = input;
    this.#ignores = ignoresIn(hasIgnores ? manifests.commented : [], (file) =>
      manifests.text(file),
    );
    this.#misplaced = misplacedIgnores(
      config.document ? ignoresIn([config.document], () => undefined) : [],
    );
  }

  /** @param notRun Rules that have not run: an ignore of theirs may be needed. */
  of(
    found: readonly Finding[],
    notRun: readonly Rule[],
    cases: PredictedCases = noCases,
  ): LintResult {
    const { manifests, settings, now, unitsNotRendered, passedOver } = this.#input;
    const { files, count: documents, skipped, problems } = manifests;
    const unread = problems.filter((problem) => problem.unread === true).length;
    const leftOut = rules.filter((rule) => settings.isLeftOut(rule));
    const today = now.toISOString().slice(0, 10);
    const { kept, ignored, misused } = applyIgnores(
      withSettings(found, settings),
      this.#ignores,
      rules,
      [...notRun, ...leftOut],
      today,
    );
    const nothing = { errors: 0, warnings: 0, notices: 0 };
    return finish({
      version: 1,
      findings: [...kept, ...withSettings([...misused, ...this.#misplaced], settings)],
      summary: {
        ...{ files, documents, ...nothing, ignored, skipped, ...cases, unitsNotRendered },
        ...{ unread, passedOver },
      },
    });
  }
}
