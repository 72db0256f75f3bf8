/** What a kubeconfig's user says about acting as somebody else. */
export interface Impersonation {
  as?: string;
  'as-uid'?: string;
  'as-groups'?: string[];
  'as-user-extra'?: Record<string, string[]>;
}

/**
 * The headers that ask the API server to take us for somebody else.
 *
 * @throws Error for groups and the like without a user, which the API server refuses.
 */
export function impersonationHeaders(user: Impersonation): Record<string, string | string[]> {
  const { as, 'as-uid': uid, 'as-groups': groups = [], 'as-user-extra': extra = {} } = user;
  const more = {
    ...(uid && { 'Impersonate-Uid': uid }),
    ...(groups.length > 0 && { 'Impersonate-Group': groups }),
    ...Object.fromEntries(
      Object.entries(extra).map(([key, values]) => {
        return [`Impersonate-Extra-${encodeURIComponent(key)}`, values.map(String)];
      }),
    ),
  };
  if (as) return { 'Impersonate-User': as, ...more };
  if (Object.keys(more).length === 0) return {};
  throw new Error('as-uid, as-groups and as-user-extra of a user say nothing without "as"');
}
