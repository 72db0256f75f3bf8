import type { Mesh } from '../mesh/mesh.js';
import type { DrillClient } from './drill-prediction.js';
import type { TellProgress } from './drill-progress.js';
import type { DrillRecord } from './drill-record.js';
import type { DrillCause } from './drill-result.js';
import type { ConfiguredDrill } from './drill-settings.js';
import type { OutageHook } from './outage-hook.js';
import type { OutagePlace } from './outage.js';
import type { Prober } from './prober.js';
import type { Recorder } from './recorder.js';

/** Everything that a scenario needs; the prober is running. */
export interface ScenarioRun {
  settings: ConfiguredDrill;
  /** With the endpoints that there really are. */
  mesh: Mesh;
  clients: readonly DrillClient[];
  recorder: Recorder;
  prober: Prober;
  /** Milliseconds since the drill's start. */
  clock(): number;
  /** Aborted where the drill has to stop; its reason is an `Error` that says why. */
  signal: AbortSignal;
  place: OutagePlace;
  record: DrillRecord;
  hook: OutageHook | undefined;
  /** Fails where an outage may no longer be made. */
  lookAgain(): Promise<void>;
  /** What the rules find about the host. */
  causes: readonly DrillCause[];
  tell: TellProgress;
}
