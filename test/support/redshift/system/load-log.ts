/** A COPY, as recorded in the system views. */
export type LoadRecord = {
	readonly queryId: number;
	readonly session: number;
	readonly database: string;
	readonly table: string;
	tableId: number;
	readonly dataSource: string;
	readonly startTime: Date;
	endTime: Date | undefined;
	status: 'running' | 'completed' | 'aborted';
	/** Rows written to the table so far. */
	loadedRows: number;
	loadedBytes: number;
	/** All files of the load; a file's slice is its index modulo the number of slices. */
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
	readonly rawLine: string;
	readonly rawValue: string;
	readonly code: number;
	readonly reason: string;
};

/** A client's statement. */
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

/** The content of one database's system views, kept here until a client queries them. */
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
