import {readFile} from 'node:fs/promises';
import {text} from 'node:stream/consumers';
import {UsageError} from '../errors.js';
import {type Statement, splitStatements} from '../notebook/statements.js';
import type {SqlOrigin} from './invocation.js';

/** SQL as a person wrote it. */
export type Script = {
	readonly text: string;
	/** At least one. */
	readonly statements: readonly Statement[];
	/** The file it is from, where it is from one. */
	readonly file: string | undefined;
};

/** @throws UsageError when there is no such file, or no statement in the text */
export async function readSql(origin: SqlOrigin): Promise<Script> {
	const script = (await readText(origin)).replace(/^\uFEFF/, '');
	const statements = splitStatements(script);
	if (statements.length === 0) {
		throw new UsageError({message: `There is no SQL statement ${place(origin)}.`});
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
								? `There is no file ${origin.path}.`
								: `${origin.path} cannot be read: ${code}.`,
					},
					{cause: error},
				);
			}
	}
}

function place(origin: SqlOrigin): string {
	switch (origin.type) {
		case 'argument':
			return 'in the argument of query';
		case 'stdin':
			return 'on standard input';
		case 'file':
			return `in ${origin.path}`;
	}
}
