import type {CopySettings, PlanSettings} from '../config/settings.js';
import type {RecordKind, Source} from '../source/source.js';
import {recordFolder, stagingColumns, stagingTable} from '../source/staging-columns.js';
import {statement, statements} from '../sql/statements.js';
import {type CopyCommand, printCopy} from './redshift/copy-command.js';
import type {Dialect} from './warehouse.js';

/** The dialect for printing the SQL of the stages without a connection. */
export function openDialect(settings: PlanSettings): Dialect {
	switch (settings.engine) {
		case 'duckdb':
			return {engine: 'duckdb', stagingSql: duckDbStagingSql};
		case 'postgres':
			return {engine: 'postgres', schema: settings.schema, stagingSql: postgresStagingSql};
		case 'redshift':
			return {
				engine: 'redshift',
				schema: settings.schema,
				stagingSql: redshiftStagingSql(settings.copy),
			};
	}
}

export function duckDbStagingSql(kind: RecordKind): readonly string[] {
	return script(kind, statement(`duckdb/stage-${kind}`, {file: `a batch of ${recordFolder[kind]}`}));
}

export function postgresStagingSql(kind: RecordKind): readonly string[] {
	return script(kind, statement(`postgres/stage-${kind}`));
}

export function redshiftStagingSql(settings: CopySettings): Dialect['stagingSql'] {
	return (kind, source, maxErrors) => script(kind, printCopy(copyCommand(settings, kind, source, maxErrors)));
}

/** The largest MAXERROR that COPY accepts. */
const maxCopyErrors = 100_000;

/**
The COPY that loads a kind of records. Redshift rejects the records that COPY rejects: text that is longer than its column
in bytes (documented), and a fraction or boolean for an integer column (a guess). Another guess: two bad values in one
record count as one error.
*/
export function copyCommand(
	{iamRole, logJsonPath, compression, region}: CopySettings,
	kind: RecordKind,
	source: Pick<Source, 'locate'>,
	maxErrors: number,
): CopyCommand {
	return {
		table: stagingTable[kind],
		columns: stagingColumns[kind].map(({name}) => name),
		from: source.locate(kind),
		iamRole,
		json: (kind === 'events' ? logJsonPath : undefined) ?? 'auto ignorecase',
		...(compression !== undefined && {compression}),
		...(region !== undefined && {region}),
		// COPY fails at MAXERROR errors, the other engines after maxErrors.
		maxError: Math.min(maxErrors + 1, maxCopyErrors),
	};
}

/** Omits the statement that records counts, which are unknown before the load. */
function script(kind: RecordKind, copy: string): readonly string[] {
	return [
		...statements('staging/clear', {table_name: stagingTable[kind]}),
		...statements(`staging/clear-${kind}`),
		copy,
	];
}
