import {count} from '../../format/figures.js';
import {displayWidth, padWidth, wrapText} from '../../format/text-width.js';
import type {CheckResult} from '../../pipeline/checks.js';
import {fitLine, type Line, lineWidth, paragraph, span, spread} from '../line.js';
import {statusMarks} from '../theme.js';

/** Below this a title and its figures don't share a line in any useful way. */
const dense = 70;
/** The figures may take so much of a line that has no room for all. */
const figuresShare = 0.6;

/**
The checks with their figures, in at most `height` lines: beside each other or one below the other; on a low screen both
cut, and on one that is narrow too, those that failed with their figures and the others by name.
@param selected The check whose query is shown, marked.
*/
export function checkLines(
	checks: readonly CheckResult[],
	width: number,
	height: number,
	selected?: CheckResult,
): readonly Line[] {
	const titleWidth = Math.max(...checks.map(({title}) => displayWidth(title)));
	const table = checks.map(check => checkLine(check, check === selected, titleWidth));
	if (table.length <= height && table.every(line => lineWidth(line) <= width)) return table;
	const spacious = checks.flatMap(check => {
		const line = checkLine(check, check === selected);
		return lineWidth(line) <= width ? [line] : wholeCheck(check, width, check === selected);
	});
	if (spacious.length <= height) return spacious;
	if (width >= dense && checks.length <= height) {
		return checks.map(check => denseLine(check, check === selected, width));
	}
	const failed = checks.filter(({ok}) => !ok).flatMap(check => wholeCheck(check, width, check === selected));
	const passed = checks.filter(({ok}) => ok);
	const names = passed.map(check => fitLine(checkLine(check, false).slice(0, -1), width));
	if (failed.length + names.length <= height) return [...failed, ...names];
	const others = failed.length === 0 ? 'checks passed' : 'others passed';
	const summary = [
		span(` ${statusMarks.done.mark} `, {
			...(statusMarks.done.color && {color: statusMarks.done.color}),
			bold: true,
		}),
		span(`${passed.length} ${others} · e shows all`, {dim: true}),
	];
	return [...failed.slice(0, height - 1), summary];
}

/** A check on as many lines as it takes, its figures below its title. */
function wholeCheck(check: CheckResult, width: number, isSelected: boolean): readonly Line[] {
	const [place, mark] = checkLine(check, isSelected);
	const title = wrapText(check.title, width - 3).map(
		(part, i): Line => [
			...(i === 0 && place !== undefined && mark !== undefined ? [place, mark] : [span('   ')]),
			span(part, {bold: !check.ok}),
		],
	);
	return [
		...title,
		...paragraph(figures(check), width - 3, {dim: check.ok}).map(line => [span('   '), ...line]),
	];
}

function denseLine(check: CheckResult, isSelected: boolean, width: number): Line {
	const line = checkLine(check, isSelected);
	if (lineWidth(line) <= width) return line;
	const right = fitLine([span(figures(check), {dim: check.ok})], Math.floor(width * figuresShare));
	return spread(line.slice(0, -1), right, width);
}

function checkLine(check: CheckResult, isSelected: boolean, titleWidth = 0): Line {
	const {mark, color} = statusMarks[check.ok ? 'done' : 'failed'];
	return [
		span(isSelected ? '▸' : ' ', {bold: true}),
		span(`${mark} `, {...(color && {color}), bold: true}),
		span(padWidth(check.title, titleWidth), {bold: !check.ok}),
		span(`  ${figures(check)}`, {dim: check.ok}),
	];
}

/** What a check compared, after the mark of how it ended: `✔ records read 8,056 · staged 8,056`. */
export function checkFigures(check: CheckResult): string {
	return `${statusMarks[check.ok ? 'done' : 'failed'].mark} ${figures(check)}`;
}

function figures(check: CheckResult): string {
	return check.figures.map(([name, value]) => `${name} ${count(value)}`).join(' · ');
}
