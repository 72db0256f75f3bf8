/** Whether a client's own cluster is lost: whatever the manifests say, it has no entry. */
export function isOwnLoss({
  scenario,
  reason,
}: {
  scenario: string;
  reason?: string | undefined;
}): boolean {
  return isLossOfCluster({ scenario }) && reason?.startsWith('no entry: ') === true;
}

/** Whether one cluster is lost, and nothing else. */
export function isLossOfCluster({ scenario }: { scenario: string }): boolean {
  return /^cluster-lost:[^+]*$/.test(scenario);
}

/** Behind the number of cases in which requests fail: how many of them no manifest can help. */
export function ownLossText(count: number, failing: number): string {
  if (count === 0) return '';
  return `, ${count === failing ? 'all' : `${count} of them`} because the client's own cluster is lost`;
}
