import type {StartMode, UseDataMode} from '../state/mode.js';
import {type StartChoice, startChoices} from '../state/start-choices.js';
import {blank, type Line, labelled, paragraph, span} from './line.js';
import {shownPlace} from './shown-place.js';

const choiceTexts: Readonly<Record<StartChoice, {readonly title: string; readonly about: string}>> = {
	sample: {
		title: 'Try it on the sample',
		about:
			'A month of listening comes with the program. It is loaded into sparkify.duckdb, which is created in this folder.',
	},
	'own-files': {
		title: 'Load my own files',
		about:
			'Choose folders with event logs and song metadata, on this machine or in S3, after a look at their records. They are loaded into sparkify.duckdb too.',
	},
	warehouse: {
		title: 'Connect my warehouse',
		about:
			'Amazon Redshift, PostgreSQL or another DuckDB file: a few questions, then checks. dwh.cfg is created in this folder at the end, if you confirm.',
	},
};

/** The choices of the first run, each with a sentence or two. */
export function startLines({selected}: StartMode, width: number, height: number): readonly Line[] {
	const full = choiceLines(selected, width, true);
	return full.length <= height ? full : choiceLines(selected, width, false);
}

/** @param selected The choice that is marked. */
export function choiceLines(selected: number | undefined, width: number, hasAbout: boolean): readonly Line[] {
	return [
		blank,
		[span('What do you want to load?', {bold: true})],
		...startChoices.flatMap((choice, i) => {
			const {title, about} = choiceTexts[choice];
			const isSelected = i === selected;
			return [
				blank,
				[
					span(isSelected ? '❯ ' : '  ', {bold: true, color: 'cyan'}),
					span(`${i + 1}  `, {bold: true}),
					span(title, {bold: isSelected}),
				],
				...(hasAbout ? indented(paragraph(about, width - indent.length)) : []),
			];
		}),
		blank,
		...paragraph('Nothing is created or sent anywhere before you choose.', width, {dim: true}),
	];
}

const indent = '     ';

function indented(lines: readonly Line[]): readonly Line[] {
	return lines.map(line => [span(indent), ...line]);
}

/** The question whether to load the chosen folders. */
export function chosenDataLines(
	{data, configLines}: UseDataMode,
	warehouse: string,
	width: number,
): readonly Line[] {
	return [
		blank,
		[span('Load these files?', {bold: true})],
		blank,
		...labelled('Events', shownPlace(data.events), width),
		...labelled('Songs', shownPlace(data.songs), width),
		...labelled('Into', warehouse, width),
		blank,
		...paragraph('Enter loads them in this session, stage by stage; you confirm each.', width),
		...(configLines === undefined
			? paragraph('w also creates dwh.cfg in this folder, so that the next start loads them too.', width)
			: [
					...paragraph('To load them at every start, set these keys in dwh.cfg, under [S3]:', width),
					...configLines.map((line): Line => [span(`  ${line}`, {color: 'cyan'})]),
				]),
	];
}
