/** What started the workflow. */
export interface WorkflowEvent {
  /** As in GITHUB_EVENT_NAME. */
  name: string;
  /** As in GITHUB_REF. */
  ref: string | undefined;
  /** What GitHub sent; nothing about it is taken for granted. */
  payload: Record<string, unknown>;
}

/** The event of this run. The toolkit reads the payload while it is loaded, so that happens here and no sooner. */
export async function currentEvent(): Promise<WorkflowEvent> {
  const { context } = await import('@actions/github');
  const { eventName, ref, payload } = context;
  return { name: eventName ?? '', ref, payload };
}

/** The text at a path of the payload; undefined if there is none. */
export function textAt(payload: unknown, ...path: string[]): string | undefined {
  const value = valueAt(payload, ...path);
  return typeof value === 'string' ? value : undefined;
}

export function valueAt(payload: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    payload,
  );
}
