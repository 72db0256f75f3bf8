/** Work that a cancelled workflow stops. */
export interface Cancellation {
  signal: AbortSignal;
  /** From now on there is something to put in order before the process may end. */
  begin(): void;
  /** For `onSignals`. */
  cancel: () => boolean;
}

export function cancellation(): Cancellation {
  const controller = new AbortController();
  let hasBegun = false;
  return {
    signal: controller.signal,
    begin: () => {
      hasBegun = true;
    },
    cancel: () => {
      controller.abort(new Error('the workflow was cancelled'));
      return hasBegun;
    },
  };
}
