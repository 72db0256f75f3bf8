/** A share as people write it: `33.3 %`, without a useless `.0`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`;
}
