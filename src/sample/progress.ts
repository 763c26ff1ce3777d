/** How much of one kind was written so far. */
export type Written = {readonly records: number; readonly bytes: number};

/** Progress of the generator. Song files are written first, then log files. */
export type GenerateProgress = {
	readonly phase: 'songs' | 'events' | 'finished';
	/** Records written in this phase; in both if finished. */
	readonly done: number;
	/** Total records of this phase; of both if finished. */
	readonly total: number;
	/** Bytes written so far in both phases. */
	readonly bytes: number;
};
