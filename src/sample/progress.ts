/** How much of one kind was written so far. */
export type Written = {readonly records: number; readonly bytes: number};

/** How far the generator has come. The song files come first, then the log files. */
export type GenerateProgress = {
	readonly phase: 'songs' | 'events' | 'finished';
	/** Records written in this phase; when finished, of both. */
	readonly done: number;
	/** Records there will be in this phase; when finished, of both. */
	readonly total: number;
	/** Bytes written so far, of both phases. */
	readonly bytes: number;
};
