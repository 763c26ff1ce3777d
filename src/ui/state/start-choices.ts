/** The choices of the first run, in order. The first is the default. */
export const startChoices = ['sample', 'own-files'] as const;

export type StartChoice = (typeof startChoices)[number];
