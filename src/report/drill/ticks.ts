const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200];

/** The smallest step of a scale of time that is at least so many seconds long. */
export function niceStep(seconds: number, least: number): number {
  const wanted = Math.max(seconds, least);
  return steps.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400;
}

/** Round numbers from 0 to the top, about four of them. */
export function roundTicks(top: number): number[] {
  const rough = top / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}

/** Seconds from 0 to the end, at most so many steps. */
export function timeTicks(duration: number, most: number): number[] {
  const step = niceStep(duration / most, 1);
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => index * step);
}

/** A time on a scale: `90 s`, `15 min`, `2.5 h`. */
export function timeLabel(seconds: number, duration: number): string {
  if (duration > 4 * 3600) return `${+(seconds / 3600).toFixed(1)} h`;
  if (duration > 600) return `${+(seconds / 60).toFixed(1)} min`;
  return `${+seconds.toFixed(1)} s`;
}
