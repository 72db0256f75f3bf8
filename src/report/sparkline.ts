const bars = [...'▁▂▃▄▅▆▇█'];

/** Shares, 0 to 1, as bars. The lowest bar is nothing; what is small, but there, is at least the second. */
export function sparkline(shares: readonly number[]): string {
  return shares
    .map((share) => {
      if (share <= 0) return bars[0];
      return bars[Math.max(1, Math.min(7, Math.round(share * 7)))];
    })
    .join('');
}
