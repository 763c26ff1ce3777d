/** A COPY, as the system views tell of it. */
export type LoadRecord = {
	readonly queryId: number;
	readonly transactionId: number;
	readonly session: number;
	readonly database: string;
	readonly table: string;
	tableId: number;
	readonly dataSource: string;
	readonly startTime: Date;
	endTime: Date | undefined;
	status: 'running' | 'completed' | 'aborted';
	/** Rows that were handed to the table so far. */
	loadedRows: number;
	loadedBytes: number;
	/** How the files are spread over the slices; a file's slice is its index modulo their number. */
	sourceFiles: ReadonlyArray<{readonly name: string; readonly bytes: number}>;
	readonly files: LoadedFile[];
	readonly errors: LoadError[];
};

/** A file that has been read. */
export type LoadedFile = {
	readonly name: string;
	readonly slice: number;
	readonly bytes: number;
	readonly lines: number;
	readonly startTime: Date;
	readonly endTime: Date;
};

/** A row that COPY could not load. */
export type LoadError = {
	readonly slice: number;
	readonly file: string;
	readonly line: number;
	readonly column: string;
	readonly type: string;
	readonly length: string;
	readonly position: number;
	readonly rawLine: string;
	readonly rawValue: string;
	readonly code: number;
	readonly reason: string;
};

/** A statement of a client's. */
export type QueryRecord = {
	readonly queryId: number;
	readonly session: number;
	readonly database: string;
	readonly user: string;
	readonly text: string;
	readonly startTime: Date;
	endTime: Date | undefined;
	error: string;
	rows: number;
};

const keptQueries = 1000;

/** What one database's system views hold, kept here until a client asks for it. */
export class LoadLog {
	readonly loads: LoadRecord[] = [];
	readonly queries: QueryRecord[] = [];

	addLoad(load: LoadRecord): LoadRecord {
		this.loads.push(load);
		return load;
	}

	addQuery(query: QueryRecord): QueryRecord {
		this.queries.push(query);
		if (this.queries.length > keptQueries) this.queries.shift();
		return query;
	}
}
