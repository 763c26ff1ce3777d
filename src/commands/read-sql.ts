import {readFile} from 'node:fs/promises';
import {text} from 'node:stream/consumers';
import {UsageError} from '../errors.js';
import {type Statement, splitStatements} from '../sql/split-statements.js';
import type {SqlOrigin} from './invocation.js';

/** SQL written by the user. */
export type Script = {
	readonly text: string;
	/** At least one. */
	readonly statements: readonly Statement[];
	/** The file it was read from, if any. */
	readonly file: string | undefined;
};

/** @throws UsageError if the file can't be read or contains no statement */
export async function readSql(origin: SqlOrigin): Promise<Script> {
	const script = (await readText(origin)).replace(/^\uFEFF/, '');
	const statements = splitStatements(script);
	if (statements.length === 0) {
		throw new UsageError({message: `No SQL statement found ${originText(origin)}.`});
	}
	return {text: script, statements, file: origin.type === 'file' ? origin.path : undefined};
}

async function readText(origin: SqlOrigin): Promise<string> {
	switch (origin.type) {
		case 'argument':
			return origin.text;
		case 'stdin':
			return text(process.stdin);
		case 'file':
			try {
				return await readFile(origin.path, 'utf8');
			} catch (error) {
				const {code} = error as NodeJS.ErrnoException;
				throw new UsageError(
					{
						message:
							code === 'ENOENT'
								? `${origin.path} does not exist.`
								: `${origin.path} cannot be read: ${code}.`,
					},
					{cause: error},
				);
			}
	}
}

function originText(origin: SqlOrigin): string {
	switch (origin.type) {
		case 'argument':
			return 'in the argument';
		case 'stdin':
			return 'on standard input';
		case 'file':
			return `in ${origin.path}`;
	}
}
