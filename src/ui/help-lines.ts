import {displayWidth, padWidth, wrapText} from '../format/text-width.js';
import type {StageStatus} from '../pipeline/state.js';
import type {Binding} from './keys/binding.js';
import {everywhere, page} from './keys/common-keys.js';
import {completionKeys, editorKeys, searchKeys} from './keys/editor-keys.js';
import {galleryKeys, gridKeys, recordKeys} from './keys/result-keys.js';
import {stageKeys} from './keys/stage-keys.js';
import {blank, type Line, span} from './line.js';
import type {Mode} from './mode.js';
import {statusMarks} from './theme.js';

type Section = {
	readonly title: string;
	readonly modes: readonly Mode['type'][];
	readonly bindings: readonly Binding[];
};

const sections: readonly Section[] = [
	{title: 'The stages', modes: ['stage'], bindings: Object.values(stageKeys).flat()},
	{
		title: 'The SQL of a stage, its dry run, this help',
		modes: ['sql-text', 'dry-run', 'help'],
		bindings: page,
	},
	{title: 'The editor', modes: ['editor'], bindings: editorKeys},
	{title: 'Completions', modes: [], bindings: completionKeys},
	{title: 'The history', modes: ['history-search'], bindings: searchKeys},
	{title: 'The ready queries', modes: ['gallery'], bindings: galleryKeys},
	{title: 'The result', modes: ['grid'], bindings: gridKeys},
	{title: 'A whole row of the result', modes: ['record'], bindings: recordKeys},
];

const labelWidth = 22;

/** All keys, with those of the mode that asked for help first. */
export function helpLines({type}: Mode, width: number): readonly Line[] {
	const here = sections.filter(({modes}) => modes.includes(type));
	const others = sections.filter(({modes}) => !modes.includes(type));
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

/** A line for each key that is told, each once. */
function keyLines(bindings: readonly Binding[], width: number): readonly Line[] {
	const told = new Map(
		bindings.flatMap(({shown}) =>
			shown === undefined ? [] : [[`${shown.label} ${shown.help}`, shown] as const],
		),
	);
	return [...told.values()].flatMap(({label, help}) =>
		wrapText(help, width - labelWidth).map((part, i) => [
			span(padWidth(i === 0 ? `  ${label}` : '', labelWidth), {color: 'cyan'}),
			span(part),
		]),
	);
}

function legend(width: number): readonly Line[] {
	const meanings: Readonly<Record<StageStatus['type'], string>> = {
		done: 'It ran, and its table is up to date.',
		ready: 'It can run.',
		running: 'It runs now.',
		failed: 'It failed; its table is as it was before.',
		skipped: 'It was passed over; those that need it wait.',
		waiting: 'A stage before it is not done; its card says which.',
		stale: 'An earlier stage ran again: run this one again too.',
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
