import {safeText} from '../../format/safe-text.js';
import {fitWidth} from '../../format/text-width.js';
import {isDestructive} from '../../sql/statement-kind.js';
import type {Mode} from '../state/mode.js';
import {blank, fitLine, type Line, paragraph, span} from './line.js';

/** The ready queries, and what the selected one shows. */
export function galleryLines(
	{queries, selected}: Extract<Mode, {type: 'gallery'}>,
	width: number,
	height: number,
): readonly Line[] {
	const about = queries[selected]?.about ?? '';
	const description = paragraph(about, width);
	const room = Math.max(1, height - description.length - 1);
	const top = Math.max(0, Math.min(selected - Math.floor(room / 2), queries.length - room));
	const list = queries.slice(top, top + room).map(({title}, i): Line => {
		const index = top + i;
		const isSelected = index === selected;
		return fitLine(
			[
				span(isSelected ? '❯ ' : '  ', {bold: true, color: 'cyan'}),
				span(index < 9 ? `${index + 1}  ` : '   ', {dim: true}),
				span(title, {bold: isSelected}),
			],
			width,
		);
	});
	return [...list, blank, ...description];
}

/** The history search. */
export function searchLines(
	{term, matches, selected}: Extract<Mode, {type: 'history-search'}>,
	width: number,
	height: number,
): readonly Line[] {
	const room = Math.max(1, height - 2);
	const top = Math.max(0, Math.min(selected - Math.floor(room / 2), matches.length - room));
	const list = matches.slice(top, top + room).map((entry, i): Line => {
		const isSelected = top + i === selected;
		return [
			span(isSelected ? '❯ ' : '  ', {bold: true, color: 'cyan'}),
			// Recalled and run by mistake, it would change data.
			isDestructive(entry) ? span('! ', {bold: true, color: 'red'}) : span('  '),
			span(fitWidth(safeText(entry.replaceAll(/\s+/g, ' ')), width - 4), {bold: isSelected}),
		];
	});
	return [
		[span('Find: ', {dim: true}), span(safeText(term)), span('▏')],
		blank,
		...(list.length > 0 ? list : [[span('No matching statement in the history.', {dim: true})]]),
	];
}
