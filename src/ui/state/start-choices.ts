/** The choices of the first run, in order. The first is the default. */
export const startChoices = ['sample', 'own-files', 'warehouse'] as const;

export type StartChoice = (typeof startChoices)[number];
