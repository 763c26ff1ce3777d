import type {CopySettings} from '../config/copy-settings.js';
import type {PlanSettings} from '../config/settings.js';
import type {RecordKind, Source} from '../source/source.js';
import {recordFolder, stagingColumns, stagingTable} from '../source/staging-columns.js';
import {statement, statements} from '../sql/statements.js';
import {type CopyCommand, printCopy} from './copy-command.js';
import type {Dialect} from './warehouse.js';

/** What the SQL of the stages is printed from where there is no way to the server. */
export function openDialect(settings: PlanSettings): Dialect {
	switch (settings.engine) {
		case 'duckdb':
			return {engine: 'duckdb', stagingSql: duckDbStagingSql};
		case 'postgres':
			return {engine: 'postgres', stagingSql: postgresStagingSql};
		case 'redshift':
			return {engine: 'redshift', stagingSql: redshiftStagingSql(settings.copy)};
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

/** MAXERROR takes no more. */
const mostErrors = 100_000;

/**
The COPY by which Redshift reads a kind of records. What it rejects is what COPY refuses: that this is a text of more bytes
than its column has is documented. A guess: that it is a fraction or a boolean for a whole number, too, and that two
values refused in one record are one error.
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
		// COPY fails at MAXERROR errors, the rules here after so many.
		maxError: Math.min(maxErrors + 1, mostErrors),
	};
}

/** The counts at the end are not shown: only the load knows them. */
function script(kind: RecordKind, copy: string): readonly string[] {
	return [
		...statements('staging/clear', {table_name: stagingTable[kind]}),
		...statements(`staging/clear-${kind}`),
		copy,
	];
}
