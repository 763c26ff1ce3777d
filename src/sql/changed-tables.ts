import {codeTokens} from './scanner.js';
import {isDestructive, statementWords} from './statement-kind.js';

/** The words between the first word of a statement and the table that it changes. */
const openings = [
	/^insert (?:or \w+ )?into (?:table )?/,
	/^update (?:only )?/,
	/^delete from (?:only )?/,
	/^merge into (?:only )?/,
	/^truncate (?:table )?(?:only )?/,
	/^copy (?!\( )(?=.* from )/,
	/^(?:drop|alter) (?:materialized )?(?:table|view) (?:if exists )?(?:only )?/,
	/^create (?:or replace )?(?:(?:local|global) )?(?:temp |temporary |unlogged )?(?:materialized )?(?:recursive )?(?:table|view) (?:if not exists )?/,
	/^refresh materialized view (?:concurrently )?/,
];
/** Those of statements that take a list of tables. */
const listing = /^(?:truncate|drop)$/;
/** Words of other statements that write rows: INSERT after WITH, SELECT INTO, and DuckDB's IMPORT DATABASE. */
const writing = /\b(?:insert|into|import database)\b/;

/**
The names of the tables and views that a statement changes, in lower case and without their schema. Empty if it changes
none; undefined if that cannot be told, e.g. for CALL or a cascade.
*/
export function changedTables(sql: string): readonly string[] | undefined {
	const tokens = codeTokens(sql);
	const words = tokens.map(({name}) => name);
	const text = `${words.join(' ')} `;
	const [first = ''] = words;
	const [opening] = openings.map(pattern => pattern.exec(text)?.[0]).filter(found => found !== undefined);
	if (opening === undefined || words.includes('cascade')) {
		const isPlan = first === 'explain' && !words.includes('analyze');
		const code = statementWords(sql).replace(/\bfor (?:no key )?update\b/, '');
		const isChange = isDestructive(code) || writing.test(code);
		return isChange && !isPlan ? undefined : [];
	}
	const names: string[] = [];
	for (let index = opening.trim().split(' ').length; index < words.length; ) {
		// The schema and the catalog come before dots.
		while (words[index + 1] === '.') index += 2;
		const name = words[index];
		if (name === undefined || !/identifier|keyword/.test(tokens[index]?.type ?? '')) return undefined;
		names.push(name);
		if (!listing.test(first) || words[index + 1] !== ',') break;
		index += 2;
	}
	return names;
}
