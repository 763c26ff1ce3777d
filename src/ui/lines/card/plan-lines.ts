import {count, plural} from '../../../format/figures.js';
import {safeText} from '../../../format/safe-text.js';
import type {Plan} from '../../../load/stage.js';
import {
	blank,
	fitLine,
	flowParts,
	type Line,
	labelled,
	labelWidth,
	paragraph,
	shorten,
	span,
} from '../line.js';
import {joinStatements, sqlLines} from '../sql-lines.js';
import type {StageText} from '../stage-texts.js';
import {totalRows} from './confirm-lines.js';

/** The first line of the SQL and the number of hidden lines. */
const minSqlHeight = 2;

/**
What a stage does, reads and destroys, and as much of its SQL as fits. The list of destroyed rows is never cut, as the
user is about to confirm it.
*/
export function planLines(
	text: StageText,
	plan: Plan | undefined,
	width: number,
	height: number,
): readonly Line[] {
	const statements = plan?.sql ?? text.sql();
	const explain = paragraph(text.explain, width);
	const facts = plan === undefined ? [] : factLines(plan, width);
	const isTight = statements.length > 0 && explain.length + facts.length + 1 + minSqlHeight > height;
	const about =
		isTight && plan !== undefined ? compactAbout(explain, plan, width, height) : [...explain, ...facts];
	const sql = foldedSql(statements, width, height - about.length - 1);
	return sql.length === 0 ? about : [...about, blank, ...sql];
}

/** Cuts the explanation to two lines to fit the facts; then the notes to two lines and the explanation to one. */
function compactAbout(explain: readonly Line[], plan: Plan, width: number, height: number) {
	const full = factLines(plan, width);
	const explainHeight = height - full.length - 1 - minSqlHeight;
	if (explainHeight >= 2) return [...shorten(explain, explainHeight, width), ...full];
	const facts = factLines(plan, width, 2);
	return [...shorten(explain, Math.max(1, height - facts.length), width), ...facts];
}

/** @param maxNoteLines Maximum lines per note. */
function factLines(
	{reads, destroys, replaces = [], notes}: Plan,
	width: number,
	maxNoteLines = 4,
): readonly Line[] {
	const facts = [
		...lossLines(destroys, width),
		...(replaces.length === 0
			? []
			: labelled('Replaces', `${totalRows(replaces)}, recomputed from the same source`, width)),
		...(reads.length === 0
			? []
			: labelled('Reads', flowParts(reads.map(safeText), width - labelWidth).join('\n'), width)),
		...notes.flatMap((note, i) =>
			shorten(labelled(i === 0 ? 'Note' : '', safeText(note), width), maxNoteLines, width),
		),
	];
	return facts.length === 0 ? [] : [blank, ...facts];
}

/** All tables that would lose rows. @param when A condition, if the stage is not about to run. */
export function lossLines(destroys: Plan['destroys'], width: number, when = ''): readonly Line[] {
	if (destroys.length === 0) return [];
	const parts = destroys.map(loss => `${loss.table} ${count(loss.rows)}`);
	return [
		...labelled('Destroys', `${totalRows(destroys)}${when}:`, width),
		...labelled('', flowParts(parts, width - labelWidth).join('\n'), width),
	].map((line): Line => line.map((piece, i) => (i === 1 ? {...piece, color: 'red', bold: true} : piece)));
}

/** The SQL in at most `height` lines, with the number of hidden lines at the end. Empty if there is no room. */
export function foldedSql(
	statements: readonly string[],
	width: number,
	height: number,
	key = 'e shows all',
): readonly Line[] {
	const text = joinStatements(statements, '\n');
	if (statements.length === 0 || height < 2) return [];
	const lines = sqlLines(text, 10_000).map(line => fitLine([span('│ ', {dim: true}), ...line], width));
	if (lines.length <= height) return lines;
	const hidden = lines.length - height + 1;
	return [...lines.slice(0, height - 1), [span(`… ${plural(hidden, 'more line')} · ${key}`, {dim: true})]];
}
