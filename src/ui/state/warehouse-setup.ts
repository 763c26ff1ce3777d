/** A question of the configuration, with the answer typed so far. */
export type SetupQuestion = {
	readonly type: 'setup-question';
	/** What is asked for; after a wrong answer also why. */
	readonly about: readonly string[];
	/** E.g. `DB_PORT [5432]`. */
	readonly label: string;
	/** Whether the answer is hidden. */
	readonly isSecret: boolean;
	readonly text: string;
	/** Number of the question, from 1. */
	readonly number: number;
};

/** The result of a check. */
export type SetupReport = {
	readonly status: 'ok' | 'failed' | 'none';
	readonly label: string;
	readonly found: string;
	readonly advice: readonly string[];
};

/** The checks of the answers. */
export type SetupChecks = {
	readonly type: 'setup-checks';
	readonly reports: readonly SetupReport[];
	/** The check that runs; undefined once all have run. */
	readonly running: string | undefined;
	/** First visible line. */
	readonly top: number;
};

/** The answers, of which one can be changed. */
export type SetupAnswers = {
	readonly type: 'setup-answers';
	readonly answers: readonly {readonly label: string; readonly shown: string}[];
	readonly selected: number;
	readonly back: SetupChecks;
};
