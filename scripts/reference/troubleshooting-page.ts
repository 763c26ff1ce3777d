import type {Advice} from '../../src/advice/advice.js';
import {connectionAdvice} from '../../src/advice/connection-advice.js';
import {copyAdvice} from '../../src/advice/copy-advice.js';
import {statementAdvice} from '../../src/advice/statement-advice.js';
import {s3ErrorRows} from '../../src/source/s3/errors.js';
import {iamErrorRows} from '../../src/warehouse/redshift/iam/errors.js';
import {page, plain, table} from './markdown.js';

type Row = Pick<Advice, 'text' | 'advice'> & Partial<Pick<Advice, 'message' | 'redshiftAdvice'>>;

/** docs/troubleshooting.md: what the program advises about each error it knows. */
export function troubleshootingPage(): string {
	return page(
		'# Troubleshooting',
		'Start with the doctor. It checks Node, the terminal, the configuration, the connection, the data and the space, and says what to do about whatever it finds:',
		'```sh\nsparkify-tui doctor\n```',
		'For one error, this page lists the advice that the program prints with it. Where the program doesn’t replace an error’s text, its row quotes that of the server. Words in *italics* are replaced by yours.',
		'## Connecting',
		adviceTable(connectionAdvice),
		'## Reading from S3',
		'When this machine reads the files, for DuckDB and PostgreSQL:',
		adviceTable(s3ErrorRows),
		'When the Redshift cluster reads them with COPY:',
		adviceTable(copyAdvice),
		'## Temporary credentials from AWS',
		adviceTable(iamErrorRows),
		'## Statements',
		adviceTable(statementAdvice),
	);
}

function adviceTable(rows: readonly Row[]): string {
	return table(
		['message', 'what to do'],
		rows.map(row => {
			const advice = filled(row.advice);
			const redshift = row.redshiftAdvice;
			return [
				row.message === undefined ? quoted(row.text) : filled(row.message),
				redshift === undefined ? advice : `${advice}<br>On Redshift: ${filled(redshift)}`,
			];
		}),
	);
}

/** Placeholders in italics. Those with blanks are clauses that may be absent. */
function filled(text: string): string {
	return text
		.replaceAll(/\{\w+ [\w ]+\}/g, '')
		.split(/(`[^`]*`|\{\w+\})/)
		.map(part => {
			if (part.startsWith('`')) return part.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
			return part.startsWith('{') ? `*${part.slice(1, -1)}*` : plain(part);
		})
		.join('');
}

/** The words that a pattern finds, without codes: the first few of its alternatives. */
function quoted({source}: RegExp): string {
	const words = alternatives(source)
		.filter(text => !text.startsWith('^'))
		.slice(0, 2)
		.map(wordsOf);
	return words.map(text => `“${plain(text)}”`).join(' or ');
}

/** Splits a pattern at the bars outside of groups. */
function alternatives(source: string): readonly string[] {
	const found = [''];
	let depth = 0;
	for (const character of source) {
		if (character === '(') depth++;
		if (character === ')') depth--;
		if (character === '|' && depth === 0) found.push('');
		else found[found.length - 1] += character;
	}
	return found;
}

/** A text that a pattern without alternatives outside of groups matches. */
function wordsOf(pattern: string): string {
	const inner = /\((?:\?:|\?<\w+>)?([^()]*)\)/;
	let text = pattern;
	for (let group = inner.exec(text); group !== null; group = inner.exec(text))
		text = text.replace(group[0], () => alternatives(group[1]!)[0]!);
	return text
		.replaceAll('\\b', '')
		.replaceAll(/\[[^\]]*\][*+]|\\[wdS][*+]?|\.\*/g, '…')
		.replaceAll(/\\(.)/g, '$1')
		.replaceAll(/(.)\?/g, '$1')
		.replaceAll(/…\s*…/g, '…')
		.trim();
}
