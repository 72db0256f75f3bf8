/** A share for a table: `50 %`, `33.3 %`, `0-50 %` where it is not determined, a dash for none. */
export function percentCell(
  share: number,
  min: number | undefined,
  max: number | undefined,
  none = '-',
): string {
  if (min !== undefined && max !== undefined && number(min) !== number(max)) {
    return `${number(min)}-${number(max)} %`;
  }
  return number(share) === '0' ? none : `${number(share)} %`;
}

function number(share: number): string {
  const percent = share * 100;
  // What is small, but there, must not look like nothing.
  if (percent > 1e-7 && percent < 0.05) return '<0.1';
  return percent.toFixed(1).replace(/\.0$/, '');
}
