import type { EjectionSettings } from '../control-plane/outlier-detection.js';
import type { Random } from '../random.js';

/** Milliseconds. */
const timerPrecision = 1;

/** What one attempt came to. */
export type AttemptResult = 'ok' | 'failing' | 'erroring' | 'unreachable' | 'reset' | 'timing-out';

/**
 * What outlier detection knows of one host.
 * Source: envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc DetectorHostMonitorImpl.
 */
export class HostMonitor {
  isEjected = false;
  #consecutive5xx = 0;
  #consecutiveGatewayErrors = 0;
  #consecutiveLocalOriginFailures = 0;
  #ejectedAt = 0;
  #returnedAt: number | undefined;
  /** How often it was ejected, less the healthy intervals since. */
  #backoff = 0;
  readonly #settings: EjectionSettings;

  constructor(settings: EjectionSettings) {
    this.#settings = settings;
  }

  /** Counts a result; true if the host should be ejected now. */
  record(result: AttemptResult): boolean {
    const settings = this.#settings;
    const isUnseen = settings.connectionsOnly === true && result !== 'unreachable';
    if (result === 'ok' || isUnseen) {
      this.#resetCounters();
      return false;
    }
    if (settings.splitLocalOrigin) {
      if (result === 'unreachable' || result === 'reset' || result === 'timing-out') {
        this.#consecutiveLocalOriginFailures++;
        if (this.#consecutiveLocalOriginFailures !== settings.consecutiveLocalOriginFailures) {
          return false;
        }
        this.#consecutiveLocalOriginFailures = 0;
        return true;
      }
      this.#consecutiveLocalOriginFailures = 0;
    }
    // 500 is no gateway error; 503 and 504 are, and so is a failed connection.
    if (result === 'erroring') this.#consecutiveGatewayErrors = 0;
    else this.#consecutiveGatewayErrors++;
    this.#consecutive5xx++;
    // A counter that has reached its threshold starts anew, even where the cap prevents the ejection.
    if (this.#consecutive5xx === settings.consecutive5xx) {
      this.#consecutive5xx = 0;
      return true;
    }
    if (this.#consecutiveGatewayErrors !== settings.consecutiveGatewayErrors) return false;
    this.#consecutiveGatewayErrors = 0;
    return true;
  }

  /** Milliseconds since the run's start; the time out grows with every ejection. */
  eject(now: number): void {
    const { baseEjectionTime, maxEjectionTime } = this.#settings;
    this.isEjected = true;
    this.#ejectedAt = now;
    if (this.#backoff * baseEjectionTime < maxEjectionTime + baseEjectionTime) this.#backoff++;
  }

  #resetCounters(): void {
    this.#consecutive5xx = 0;
    this.#consecutiveGatewayErrors = 0;
    this.#consecutiveLocalOriginFailures = 0;
  }

  /** At a sweep: lets the host return if its time is over; true if it does. */
  returnIfDue(now: number): boolean {
    const { baseEjectionTime, maxEjectionTime } = this.#settings;
    const due = Math.min(baseEjectionTime * this.#backoff, maxEjectionTime);
    if (!this.isEjected || now - this.#ejectedAt < due) return false;
    this.isEjected = false;
    this.#returnedAt = now;
    this.#resetCounters();
    return true;
  }

  /**
   * At a sweep: a healthy interval shortens the next time out. The sweep after the one that let the host
   * return comes so exactly one interval later that it may or may not count.
   */
  forgive(now: number, random: Random): void {
    if (this.isEjected || this.#returnedAt === undefined || this.#backoff === 0) return;
    const late = now - this.#returnedAt - this.#settings.interval;
    if (late > timerPrecision || (late > -timerPrecision && random() < 0.5)) this.#backoff--;
  }
}
