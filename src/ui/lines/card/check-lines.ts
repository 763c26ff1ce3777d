import {count} from '../../../format/figures.js';
import {displayWidth, fitWidth, padWidth, wrapText} from '../../../format/text-width.js';
import type {CheckResult} from '../../../load/checks.js';
import {flowParts, type Line, lineWidth, paragraph, span} from '../line.js';
import {type StatusMark, statusMarks} from '../theme.js';

/** Width of the marks before a check, in cells. */
const margin = 3;
/** Names cut shorter than this are meaningless. */
const minNameWidth = 4;

/**
The checks in at most `height` lines. Shows all titles, figures and notes if they fit. Otherwise shows failures and
warnings in full, and of the other checks only the non-zero figures, with notes if they fit. If that doesn't fit either, counts the others.
@param selected The check whose query is shown; it is marked.
@param key A hint at the key that shows everything.
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
	// A note says what is normal, so it is worth more than uncut names.
	const withNote = (draw: typeof briefCheck) => (check: CheckResult) => [
		...draw(check, width),
		...noteLines(check, width),
	];
	for (const draw of [withNote(briefCheck), withNote(tightCheck), briefCheck, tightCheck]) {
		const lines = checks.flatMap(check =>
			isPlain(check) ? draw(check, width) : fullCheck(check, width, check === selected),
		);
		if (lines.length < height) return [...lines, [span(`   Zeros are left out · ${key}`, {dim: true})]];
		if (lines.length === height) return lines;
	}
	return failedAndOthers(checks, width, height, selected, key);
}

/** The checks with titles and all figures, as a table if it fits, else with the figures below long titles. */
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
	const attention = checks
		.filter(check => !isPlain(check))
		.flatMap(check => fullCheck(check, width, check === selected));
	const passed = checks.filter(isPlain).length;
	if (passed === 0) return attention.slice(0, height);
	const others = attention.length === 0 ? 'checks passed' : 'others passed';
	return [
		...attention.slice(0, height - 1),
		[
			place(false),
			span(`${statusMarks.done.mark} `, {color: 'green', bold: true}),
			span(`${passed} ${others} · ${key}`, {dim: true}),
		],
	];
}

/** A check in full, with its figures below its title. */
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

/** Whether a check passed without a warning. */
function isPlain({ok, warning}: CheckResult): boolean {
	return ok && !warning;
}

/** The non-zero figures without the title, or the title if all are 0. */
function briefCheck(check: CheckResult, width: number): readonly Line[] {
	const figures = nonZero(check);
	if (figures.length === 0) return [zeroLine(check, width)];
	return figureLines(
		check,
		figures.map(([name]) => name),
		width,
	);
}

/** Like `briefCheck`, but cuts names to save lines. Figures are never cut. */
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

/** A check's non-zero figures with the given names. */
function figureLines(check: CheckResult, names: readonly string[], width: number): readonly Line[] {
	const [first = '', ...others] = nonZero(check).map(([, value], i) => `${names[i]} ${count(value)}`);
	// Keep a title prefix such as `events: `, which the figures need as context.
	const subject = /^\S+: /.exec(check.title)?.[0] ?? '';
	return flowParts([subject + first, ...others], width - margin).map((part, i) => [
		...(i === 0 ? [place(false), mark(check)] : [span(' '.repeat(margin))]),
		span(part),
	]);
}

function zeroLine(check: CheckResult, width: number): Line {
	const suffix = ' · all 0';
	return [
		place(false),
		mark(check),
		span(`${fitWidth(check.title, width - margin - displayWidth(suffix))}${suffix}`),
	];
}

function nonZero({figures}: CheckResult): CheckResult['figures'] {
	return figures.filter(([, value]) => value !== 0);
}

function place(isSelected: boolean) {
	return span(isSelected ? '▸' : ' ', {bold: true});
}

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

/** The result mark and the figures of a check: `✔ records read 8,056 · staged 8,056`. */
export function checkFigures(check: CheckResult): string {
	return `${markOf(check).mark} ${figures(check)}`;
}

function figures(check: CheckResult): string {
	return check.figures.map(([name, value]) => `${name} ${count(value)}`).join(' · ');
}
