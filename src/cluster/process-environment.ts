/** The variables of a process by their names. */
export type ProcessEnvironment = Record<string, string | undefined>;
