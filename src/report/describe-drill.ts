import type {
  DrillCause,
  DrillPhaseClient,
  DrillResult,
  DrillScenario,
  DrillVerdict,
} from '../drill/drill-result.js';
import { loadWords, predictedWords, splitWords, timingWords } from './drill-phase-words.js';
import { percentCell } from './percent-cell.js';
import { scenarioTitle } from './scenario-title.js';

/** What a drill says, whatever it is written in: `drill-text.ts` and `drill-markdown.ts` show all of it. */
export interface DrillDocument {
  verdict: DrillVerdict;
  host: string;
  publicHost: string;
  environment: string;
  /** Where it was drilled: `a (europe-west1, 2 endpoints)`. */
  places: string[];
  /** `20 requests per second to each gateway, tolerance 5 %`. */
  load: string;
  warnings: string[];
  scenarios: DescribedScenario[];
  /** Why it has not passed. */
  reasons: string[];
}

export interface DescribedScenario {
  title: string;
  verdict: DrillVerdict;
  /** `failover 1.2 s (budget 30 s), …`. */
  timing: string;
  phases: DescribedPhase[];
  causes: readonly DrillCause[];
}

export interface DescribedPhase {
  name: string;
  /** `20 s`. */
  lasted: string;
  clients: DescribedClient[];
}

export interface DescribedClient {
  client: string;
  /** `europe-west1 50 %, us-central1 50 %`. */
  answered: string;
  /** `0 %`. */
  errors: string;
  /** `15 ms on average (predicted 12 ms)`; undefined where no times are declared and nothing overflowed. */
  load: string | undefined;
  /** As `answered`; undefined where nothing is predicted. */
  predicted: string | undefined;
  /** Undefined where it was not compared. */
  agrees: boolean | undefined;
}

export function describeDrill(result: DrillResult): DrillDocument {
  const { verdict, host, publicHost, environment, clusters, settings, warnings, reasons } = result;
  return {
    ...{ verdict, host, publicHost, environment, warnings, reasons },
    places: clusters.map(
      ({ cluster, locality, endpoints }) => `${cluster} (${locality}, ${endpoints} endpoints)`,
    ),
    load: `${settings.rate} requests per second to each gateway, tolerance ${percentCell(settings.tolerance, undefined, undefined)}`,
    scenarios: result.scenarios.map((scenario) => describeScenario(scenario, result)),
  };
}

function describeScenario(scenario: DrillScenario, { budgets }: DrillResult): DescribedScenario {
  const { name, verdict, phases, causes } = scenario;
  return {
    ...{ verdict, causes },
    title: scenarioTitle(name),
    timing: timingWords(scenario, budgets).join(', '),
    phases: phases.map(({ name: phase, from, to, clients }) => ({
      name: phase,
      lasted: `${Math.round(to - from)} s`,
      clients: clients.map(describeClient),
    })),
  };
}

function describeClient(client: DrillPhaseClient): DescribedClient {
  return {
    client: client.client,
    answered: splitWords(client),
    errors: percentCell(client.errors, undefined, undefined, '0 %'),
    load: loadWords(client),
    predicted: predictedWords(client),
    agrees: client.agrees,
  };
}
