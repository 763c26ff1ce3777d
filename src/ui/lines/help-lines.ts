import {displayWidth, padWidth, wrapText} from '../../format/text-width.js';
import type {StageStatus} from '../../load/state.js';
import {everywhere} from '../keys/common-keys.js';
import {keyScopes} from '../keys/key-scopes.js';
import {keyTable} from '../keys/key-table.js';
import type {Binding, KeyTable} from '../state/binding.js';
import type {Mode} from '../state/mode.js';
import {blank, type Line, span} from './line.js';
import {statusMarks} from './theme.js';

type Section = {
	readonly title: string;
	readonly modes: readonly Mode['type'][];
	readonly bindings: readonly Binding[];
};

/** All keys but those of every mode, by where they work. */
export function keySections(table: KeyTable): readonly Section[] {
	const section = (
		title: string,
		modes: readonly Mode['type'][],
		...keyModes: readonly (keyof KeyTable)[]
	): Section => ({
		title,
		modes,
		bindings: keyModes.flatMap(mode => table[mode]).filter(binding => !isEverywhere(binding)),
	});
	const text = section(
		'Stage SQL, dry run, records of a file, help',
		['sql-text', 'dry-run', 'file-text', 'help'],
		'help',
	);
	return [
		section('Stages', ['stage'], ...keyScopes.stages),
		{...text, bindings: text.bindings.filter(({command}) => command.type === 'scroll')},
		section('First choices', ['start'], 'start'),
		section('Files', ['browse', 'use-data'], 'browse', 'use-data'),
		section(
			'Connecting a warehouse',
			['setup-question', 'setup-checks', 'setup-answers'],
			'setup-question',
			'setup-checks',
			'setup-answers',
		),
		section('Cells (command mode)', ['cells'], 'cells', 'load-row'),
		section('Text of a cell (edit mode)', ['editor'], 'input', 'editor', 'markdown-editor'),
		section('Completions', [], 'completion'),
		section('History search', ['history-search'], 'history-search'),
		section('Ready queries', ['gallery'], 'gallery'),
		section('Full-screen result', ['result'], 'result'),
		section('Full row of the result', ['record'], 'record'),
	];
}

/** The keys of every mode. */
export function everywhereKeys(table: KeyTable): readonly Binding[] {
	return table.cells.filter(isEverywhere);
}

/** Whether a binding is one of those of every mode, whatever its keys. */
function isEverywhere(binding: Binding): boolean {
	const {type} = binding.command;
	// Some modes have a sentence of their own for Ctrl+C.
	if (type === 'interrupt') return everywhere.includes(binding);
	return everywhere.some(({command}) => command.type === type);
}

const labelWidth = 22;

/** All keys, starting with those of the current mode. */
export function helpLines({type}: Mode, width: number, table: KeyTable = keyTable): readonly Line[] {
	const sections = keySections(table);
	const here = sections.filter(({modes}) => modes.includes(type));
	const others = sections.filter(({modes}) => !modes.includes(type));
	return [
		...[...here, ...others].flatMap(({title, bindings}) => [
			[span(title, {bold: true})],
			...keyLines(bindings, width),
			blank,
		]),
		[span('Everywhere', {bold: true})],
		...keyLines(everywhereKeys(table), width),
		blank,
		[span('Marks', {bold: true})],
		...legend(width),
	];
}

/** Label and help of each key that has a help text, without duplicates. */
export function shownKeys(
	bindings: readonly Binding[],
): readonly {readonly label: string; readonly help: string}[] {
	const shown = bindings.flatMap(binding => binding.shown ?? []);
	return [...new Map(shown.map(key => [`${key.label} ${key.help}`, key] as const)).values()];
}

function keyLines(bindings: readonly Binding[], width: number): readonly Line[] {
	return shownKeys(bindings).flatMap(({label, help}) =>
		wrapText(help, width - labelWidth).map((part, i) => [
			span(padWidth(i === 0 ? `  ${label}` : '', labelWidth), {color: 'cyan'}),
			span(part),
		]),
	);
}

function legend(width: number): readonly Line[] {
	const meanings: Readonly<Record<StageStatus['type'], string>> = {
		done: 'Finished; its table is up to date.',
		ready: 'Can run now.',
		running: 'Running now.',
		failed: 'Failed; its table is unchanged.',
		skipped: 'Skipped; stages that depend on it wait.',
		waiting: 'Blocked by an earlier stage; its card says which.',
		stale: 'An earlier stage ran again; run this one again.',
	};
	return (Object.keys(meanings) as StageStatus['type'][]).flatMap(type => {
		const {mark, word, color, dim} = statusMarks[type];
		const label = `  ${mark} ${word}`;
		return wrapText(meanings[type], width - labelWidth).map((part, i) => [
			span(i === 0 ? label : '', {...(color && {color}), ...(dim && {dim})}),
			span(' '.repeat(labelWidth - (i === 0 ? displayWidth(label) : 0))),
			span(part),
		]);
	});
}
