import type {Snapshot} from '../state/snapshot.js';
import {checkLines} from './card/check-lines.js';
import {blank, type Line, span} from './line.js';

/** Shown until the first cell: the results of `verify`, and how to start. */
export function welcomeLines({load, document, size}: Snapshot, height: number): readonly Line[] {
	if (document.cells.length > 1) return [];
	const width = size.columns - 4;
	const hints: readonly Line[] = [
		[
			span('Ctrl+O', {bold: true}),
			span(' has ready queries; or type a statement, end it with ; and press Enter.'),
		],
	];
	const {verify} = load.stages;
	const checks = verify.type === 'done' ? (verify.result.checks ?? []) : [];
	const room = height - hints.length;
	const verified =
		checks.length === 0 || room < 1
			? []
			: [...checkLines(checks, width, room, undefined, 'Shift+Tab, then e shows all'), blank];
	return [blank, ...verified, ...hints].map(line => (line.length === 0 ? line : [span('   '), ...line]));
}
