import {count} from '../../format/figures.js';
import {displayWidth, fitWidth, padWidth, wrapText} from '../../format/text-width.js';
import type {CheckResult} from '../../pipeline/checks.js';
import {flowParts, type Line, lineWidth, paragraph, span} from '../line.js';
import {type StatusMark, statusMarks} from '../theme.js';

/** Cells of the mark before a check. */
const margin = 3;
/** A name that is cut further says nothing. */
const minNameWidth = 4;

/**
The checks with their figures and notes, in at most `height` lines. If there is room, below their titles or beside them;
if not, those that failed or warn completely, and of the others the figures that are not 0; and if there is no room for
those either, a summary.
@param selected The check whose query is shown, marked.
@param key What a person can press to see all.
*/
export function checkLines(
	checks: readonly CheckResult[],
	width: number,
	height: number,
	selected?: CheckResult,
	key = 'e shows all',
): readonly Line[] {
	const full = fullChecks(checks, width, selected);
	if (full.length <= height) return full;
	for (const draw of [briefCheck, tightCheck]) {
		const lines = checks.flatMap(check =>
			isPlain(check) ? draw(check, width) : fullCheck(check, width, check === selected),
		);
		if (lines.length < height) return [...lines, [span(`   Zeros are left out · ${key}`, {dim: true})]];
		if (lines.length === height) return lines;
	}
	return failedAndOthers(checks, width, height, selected, key);
}

/** The checks with their titles and all their figures, beside each other if all fit so, else one below the other. */
export function fullChecks(
	checks: readonly CheckResult[],
	width: number,
	selected?: CheckResult,
): readonly Line[] {
	const titleWidth = Math.max(...checks.map(({title}) => displayWidth(title)));
	const table = checks.map(check => checkLine(check, check === selected, titleWidth));
	if (table.every(line => lineWidth(line) <= width))
		return checks.flatMap((check, i) => [table[i]!, ...noteLines(check, width)]);
	return checks.flatMap(check => {
		const line = checkLine(check, check === selected);
		return lineWidth(line) <= width
			? [line, ...noteLines(check, width)]
			: fullCheck(check, width, check === selected);
	});
}

function failedAndOthers(
	checks: readonly CheckResult[],
	width: number,
	height: number,
	selected: CheckResult | undefined,
	key: string,
): readonly Line[] {
	const told = checks
		.filter(check => !isPlain(check))
		.flatMap(check => fullCheck(check, width, check === selected));
	const passed = checks.filter(isPlain).length;
	if (passed === 0) return told.slice(0, height);
	const others = told.length === 0 ? 'checks passed' : 'others passed';
	return [
		...told.slice(0, height - 1),
		[
			place(false),
			span(`${statusMarks.done.mark} `, {color: 'green', bold: true}),
			span(`${passed} ${others} · ${key}`, {dim: true}),
		],
	];
}

/** A check on as many lines as it takes, its figures below its title. */
function fullCheck(check: CheckResult, width: number, isSelected: boolean): readonly Line[] {
	const title = wrapText(check.title, width - margin).map(
		(part, i): Line => [
			...(i === 0 ? [place(isSelected), mark(check)] : [span(' '.repeat(margin))]),
			span(part, {bold: !check.ok}),
		],
	);
	return [
		...title,
		...paragraph(figures(check), width - margin, {dim: check.ok}).map(line => [
			span(' '.repeat(margin)),
			...line,
		]),
		...noteLines(check, width),
	];
}

function noteLines({note}: CheckResult, width: number): readonly Line[] {
	if (note === undefined) return [];
	return paragraph(note, width - margin).map(line => [span(' '.repeat(margin)), ...line]);
}

/** It passed, without a warning. */
function isPlain({ok, warning}: CheckResult): boolean {
	return ok && !warning;
}

/** The figures that are not 0, without the title; the title where all are 0. */
function briefCheck(check: CheckResult, width: number): readonly Line[] {
	const told = nonZero(check);
	if (told.length === 0) return [zeroLine(check, width)];
	return figureLines(
		check,
		told.map(([name]) => name),
		width,
	);
}

/** The same on as few lines as can be had by cutting the names: a figure is never cut. */
function tightCheck(check: CheckResult, width: number): readonly Line[] {
	const brief = briefCheck(check, width);
	for (let height = 1; height < brief.length; height++) {
		const names = nonZero(check).map(([name]) => name);
		for (;;) {
			const lines = figureLines(check, names, width);
			if (lines.length <= height && lines.every(line => lineWidth(line) <= width)) return lines;
			const longest = Math.max(...names.map(displayWidth));
			if (longest <= minNameWidth) break;
			const i = names.findLastIndex(name => displayWidth(name) === longest);
			names[i] = fitWidth(names[i]!, longest - 1);
		}
	}
	return brief;
}

/** The figures of a check that are not 0, under these names. */
function figureLines(check: CheckResult, names: readonly string[], width: number): readonly Line[] {
	const [first = '', ...rest] = nonZero(check).map(([, value], i) => `${names[i]} ${count(value)}`);
	// A title may begin with what it is about: the figures alone don't tell whether they are of events or of songs.
	const subject = /^\S+: /.exec(check.title)?.[0] ?? '';
	return flowParts([subject + first, ...rest], width - margin).map((part, i) => [
		...(i === 0 ? [place(false), mark(check)] : [span(' '.repeat(margin))]),
		span(part),
	]);
}

function zeroLine(check: CheckResult, width: number): Line {
	const told = ' · all 0';
	return [
		place(false),
		mark(check),
		span(`${fitWidth(check.title, width - margin - displayWidth(told))}${told}`),
	];
}

function nonZero({figures}: CheckResult): CheckResult['figures'] {
	return figures.filter(([, value]) => value !== 0);
}

function place(isSelected: boolean) {
	return span(isSelected ? '▸' : ' ', {bold: true});
}

/** How a check that warns looks. */
const warningMark: StatusMark = {mark: '!', word: 'warning', color: 'magenta'};

function markOf({ok, warning}: CheckResult): StatusMark {
	if (!ok) return statusMarks.failed;
	return warning ? warningMark : statusMarks.done;
}

function mark(check: CheckResult) {
	const {mark: shape, color} = markOf(check);
	return span(`${shape} `, {...(color && {color}), bold: true});
}

function checkLine(check: CheckResult, isSelected: boolean, titleWidth = 0): Line {
	return [
		place(isSelected),
		mark(check),
		span(padWidth(check.title, titleWidth), {bold: !check.ok}),
		span(`  ${figures(check)}`, {dim: check.ok}),
	];
}

/** What a check compared, after the mark of how it ended: `✔ records read 8,056 · staged 8,056`. */
export function checkFigures(check: CheckResult): string {
	return `${markOf(check).mark} ${figures(check)}`;
}

function figures(check: CheckResult): string {
	return check.figures.map(([name, value]) => `${name} ${count(value)}`).join(' · ');
}
