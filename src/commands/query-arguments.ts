import {statSync} from 'node:fs';
import {didYouMean, type Problem} from '../config/problems.js';
import type {QuerySettings} from '../config/settings.js';
import {wholeNumber} from '../config/simple-values.js';
import {type ResultFormat, resultFormats} from './command-table.js';
import type {QueryInvocation, SqlOrigin} from './invocation.js';
import {lastOf, type TypedOptions} from './parse-arguments.js';

/**
Reads the arguments of `query`; adds mistakes to `problems`.
@param isPiped Whether standard input is a pipe or a file. The SQL is read from there if no argument or file is given.
*/
export function queryInvocation(
	typed: TypedOptions,
	positionals: readonly string[],
	settings: QuerySettings,
	isPiped: boolean,
	problems: Problem[],
): QueryInvocation {
	const origin = sqlOrigin(positionals, lastOf(typed, 'file'), isPiped);
	if ('message' in origin) problems.push(origin);
	const format = resultFormat(lastOf(typed, 'format'));
	if (typeof format === 'object') problems.push(format);
	const target = lastOf(typed, 'output');
	const output = target === '-' ? undefined : target;
	if (output === undefined && format === 'parquet') {
		problems.push({message: '--format parquet needs a file: --output F.'});
	}
	if (output === '') problems.push({message: '--output needs a file name.'});
	if (output !== undefined && output !== '' && statSync(output, {throwIfNoEntry: false})?.isDirectory()) {
		problems.push({message: `--output ${output} is a folder.`, advice: 'Name a file in it.'});
	}
	const limitText = lastOf(typed, 'limit');
	const limit = limitText === undefined ? undefined : wholeNumber('--limit', limitText, 0);
	if (typeof limit === 'object') problems.push(limit);
	return {
		command: 'query',
		settings,
		sql: 'message' in origin ? {type: 'stdin'} : origin,
		format: typeof format === 'object' ? 'table' : format,
		output,
		limit: typeof limit === 'object' ? undefined : limit,
		quiet: typed.quiet !== undefined,
	};
}

function sqlOrigin(
	positionals: readonly string[],
	file: string | undefined,
	isPiped: boolean,
): SqlOrigin | Problem {
	const [text, ...more] = positionals;
	if (file !== undefined) {
		if (text === undefined) return file === '-' ? {type: 'stdin'} : {type: 'file', path: file};
		return {message: 'query takes SQL from an argument or from --file, not both.'};
	}
	if (text === undefined) {
		if (isPiped) return {type: 'stdin'};
		return {
			message: 'query needs SQL: a quoted argument, --file F, or a pipe.',
		};
	}
	if (more.length > 0) {
		return {
			message: `query takes one argument, got ${positionals.length}.`,
			advice: 'Put the SQL in quotes.',
		};
	}
	return text === '-' ? {type: 'stdin'} : {type: 'argument', text};
}

function resultFormat(typed: string | undefined): ResultFormat | Problem {
	if (typed === undefined) return 'table';
	const format = resultFormats.find(name => name === typed);
	if (format !== undefined) return format;
	const guess = didYouMean(typed, resultFormats);
	return {
		message: `Unknown format "${typed}"; the formats are ${resultFormats.join(', ')}.`,
		...(guess !== undefined && {advice: guess}),
	};
}
