import {safeText} from '../../format/safe-text.js';
import {displayWidth, fitEnd, wrapText} from '../../format/text-width.js';
import type {Size} from '../state/ui-state.js';
import type {SetupAnswers, SetupChecks, SetupQuestion, SetupReport} from '../state/warehouse-setup.js';
import {frame} from './layout.js';
import {blank, fitLine, type Line, paragraph, span} from './line.js';
import {scrollTo} from './scroll-to.js';
import type {Color} from './theme.js';

export const setupTexts = {
	title: 'Connect a warehouse',
	promise: 'Nothing is written before the checks at the end.',
	whichAnswer: 'Which answer is wrong?',
} as const;

/** A question of the configuration and the answer typed so far; a secret shows only its length. */
export function questionLines(
	{about, label, isSecret, text, number}: SetupQuestion,
	width: number,
): readonly Line[] {
	const typed = isSecret ? '•'.repeat(text.length) : safeText(text);
	const question = `${safeText(label)}: `;
	const room = Math.max(1, width - displayWidth(question) - 1);
	return [
		blank,
		[span(setupTexts.title, {bold: true}), span(`   question ${number}`, {dim: true})],
		blank,
		...about.flatMap(line => paragraph(safeText(line), width)),
		blank,
		[span(question, {bold: true, color: 'cyan'}), span(`${fitEnd(typed, room)}▏`)],
		blank,
		...paragraph(setupTexts.promise, width, {dim: true}),
	];
}

const marks: Readonly<Record<SetupReport['status'], {readonly mark: string; readonly color?: Color}>> = {
	ok: {mark: '✔', color: 'green'},
	failed: {mark: '✖', color: 'red'},
	none: {mark: '–'},
};

const labelWidth = 16;

/** All checks so far, and what to do next, in at most `height` lines from the scroll position. */
export function checksLines(mode: SetupChecks, width: number, height: number): readonly Line[] {
	const {reports, running} = mode;
	const {title, next} = checksResult(reports);
	const foot: readonly Line[] =
		running !== undefined
			? [[span(`Checking: ${running}…`, {bold: true})]]
			: paragraph(next, width, {bold: true});
	const all = reports.flatMap(report => reportLines(report, width));
	const room = Math.max(1, height - foot.length - 4);
	// While checks run, the latest is in view.
	const top = scrollTo(running === undefined ? mode.top : all.length, all.length, room);
	return [
		blank,
		[span(running === undefined ? title : 'Checking the answers', {bold: true})],
		blank,
		...all.slice(top, top + room),
		blank,
		...foot,
	];
}

/** How all checks ended, and what to do next. */
export function checksResult(reports: readonly SetupReport[]): {
	readonly title: string;
	readonly next: string;
} {
	const failures = reports.filter(({status}) => status === 'failed').length;
	return failures === 0
		? {
				title: 'All checks passed',
				next: 'Enter creates dwh.cfg in this folder, readable only by you, and goes on to the stages.',
			}
		: {
				title: `${failures} of ${reports.length} checks failed`,
				next: 'c changes an answer, r checks again. w creates dwh.cfg anyway and goes on to the stages.',
			};
}

/** The area of the checks, without title and foot. */
export function checksView(size: Size): {readonly width: number; readonly height: number} {
	return {width: size.columns - 6, height: frame(size).body - 7};
}

/** Number of lines that the reports have, for scrolling. */
export function reportsHeight({reports}: SetupChecks, width: number): number {
	return reports.reduce((sum, report) => sum + reportLines(report, width).length, 0);
}

function reportLines({status, label, found, advice}: SetupReport, width: number): readonly Line[] {
	const {mark, color} = marks[status];
	const [first = '', ...rest] = wrapText(safeText(found), width - labelWidth - 2);
	const indent = ' '.repeat(labelWidth + 2);
	return [
		[span(`${mark} `, {...(color && {color})}), span(label.padEnd(labelWidth)), span(first)],
		...rest.map((line): Line => [span(indent + line)]),
		...advice
			.flatMap(text => wrapText(safeText(text), width - 4))
			.map((line): Line => [span(`    ${line}`, {dim: status !== 'failed'})]),
	];
}

/** The answers, one of which is selected to be changed. */
export function answersLines(
	{answers, selected}: SetupAnswers,
	width: number,
	height: number,
): readonly Line[] {
	const room = Math.max(1, height - 3);
	const top = Math.max(0, Math.min(selected - Math.floor(room / 2), answers.length - room));
	const list = answers.slice(top, top + room).map(({label, shown}, i): Line => {
		const isSelected = top + i === selected;
		return fitLine(
			[
				span(isSelected ? '❯ ' : '  ', {bold: true, color: 'cyan'}),
				span(`${safeText(label)}: `, {dim: true}),
				span(safeText(shown), {bold: isSelected}),
			],
			width,
		);
	});
	return [blank, [span(setupTexts.whichAnswer, {bold: true})], blank, ...list];
}
