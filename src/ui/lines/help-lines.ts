import {displayWidth, padWidth, wrapText} from '../../format/text-width.js';
import type {StageStatus} from '../../load/state.js';
import type {Binding} from '../keys/binding.js';
import {everywhere, page} from '../keys/common-keys.js';
import {completionKeys, editorKeys, inputKeys, markdownKeys, searchKeys} from '../keys/editor-keys.js';
import {cellsKeys, loadRowKeys} from '../keys/page-keys.js';
import {galleryKeys, recordKeys, resultKeys} from '../keys/result-keys.js';
import {browseKeys, chosenDataKeys, startKeys} from '../keys/setup-keys.js';
import {stageKeys} from '../keys/stage-keys.js';
import type {Mode} from '../state/mode.js';
import {blank, type Line, span} from './line.js';
import {statusMarks} from './theme.js';

type Section = {
	readonly title: string;
	readonly modes: readonly Mode['type'][];
	readonly bindings: readonly Binding[];
};

/** All keys but those of every mode, by where they work. */
export const keySections: readonly Section[] = [
	{title: 'Stages', modes: ['stage'], bindings: Object.values(stageKeys).flat()},
	{
		title: 'Stage SQL, dry run, records of a file, help',
		modes: ['sql-text', 'dry-run', 'file-text', 'help'],
		bindings: page,
	},
	{title: 'First choices', modes: ['start'], bindings: startKeys},
	{title: 'Files', modes: ['browse', 'use-data'], bindings: [...browseKeys, ...chosenDataKeys]},
	{title: 'Cells (command mode)', modes: ['cells'], bindings: [...cellsKeys, ...loadRowKeys]},
	{
		title: 'Text of a cell (edit mode)',
		modes: ['editor'],
		bindings: [...inputKeys, ...editorKeys, ...markdownKeys],
	},
	{title: 'Completions', modes: [], bindings: completionKeys},
	{title: 'History search', modes: ['history-search'], bindings: searchKeys},
	{title: 'Ready queries', modes: ['gallery'], bindings: galleryKeys},
	{title: 'Full-screen result', modes: ['result'], bindings: resultKeys},
	{title: 'Full row of the result', modes: ['record'], bindings: recordKeys},
];

const labelWidth = 22;

/** All keys, starting with those of the current mode. */
export function helpLines({type}: Mode, width: number): readonly Line[] {
	const here = keySections.filter(({modes}) => modes.includes(type));
	const others = keySections.filter(({modes}) => !modes.includes(type));
	const common = new Set(everywhere);
	return [
		...[...here, ...others].flatMap(({title, bindings}) => [
			[span(title, {bold: true})],
			...keyLines(
				bindings.filter(binding => !common.has(binding)),
				width,
			),
			blank,
		]),
		[span('Everywhere', {bold: true})],
		...keyLines(everywhere, width),
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
