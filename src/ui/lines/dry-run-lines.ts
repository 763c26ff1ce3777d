import {plural} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {describeFindings, planStepLines} from '../../load/describe-dry-run.js';
import type {DryRun} from '../../load/dry-run.js';
import type {DryRunStatus} from '../../load/state.js';
import {failureLines} from './card/failure-lines.js';
import {rejectLines} from './card/result-lines.js';
import {blank, fitLine, type Line, labelled, paragraph, span} from './line.js';
import {statusMarks} from './theme.js';

/** All findings of a dry run. The engine's plans are cut to the width. */
export function dryRunLines(status: DryRunStatus | undefined, width: number): readonly Line[] {
	switch (status?.type) {
		case undefined:
		case 'running':
			return [];
		case 'failed':
			return [[span('It would fail:', {bold: true})], blank, ...failureLines(status.failure, width)];
		case 'finished':
			return foundLines(status.dryRun, width);
	}
}

/**
A stage's dry run as a summary for its card; empty if there was none.
@param isBrief Whether to show only the outcome, to leave room for a failure below.
*/
export function dryRunSummary(
	status: DryRunStatus | undefined,
	width: number,
	isBrief: boolean,
): readonly Line[] {
	if (status === undefined || status.type === 'running') return [];
	const isFine = status.type === 'finished' && status.dryRun.ok;
	const {mark, color} = statusMarks[isFine ? 'done' : 'failed'];
	// Some findings only inform and have no outcome.
	const isVerdict = status.type === 'failed' || status.dryRun.findings.type !== 'message';
	const text =
		isBrief && isVerdict
			? `It would ${isFine ? 'succeed' : 'fail'}`
			: status.type === 'failed'
				? `It would fail: ${status.failure.message}`
				: describeFindings(status.dryRun.findings);
	return labelled('Dry run', `${mark} ${safeText(text)} (v shows it)`, width).map(
		(line): Line => line.map((piece, i) => (i === 1 ? {...piece, ...(color && {color})} : piece)),
	);
}

function foundLines({ok, findings, destroys, notes}: DryRun, width: number): readonly Line[] {
	const {mark, color} = statusMarks[ok ? 'done' : 'failed'];
	const style = {bold: true, ...(color && {color})};
	return [
		...paragraph(`${mark} ${safeText(describeFindings(findings))}`, width, style),
		...destroys.flatMap(({table, rows}, i) =>
			labelled(i === 0 ? 'Removes' : '', `${table} ${plural(rows, 'row')}`, width),
		),
		...notes.flatMap((note, i) => labelled(i === 0 ? 'Note' : '', safeText(note), width)),
		...detailLines(findings, width),
	];
}

function detailLines(findings: DryRun['findings'], width: number): readonly Line[] {
	switch (findings.type) {
		case 'message':
			return [];
		case 'records':
			return rejectLines(findings.rejects, findings.rejected, width);
		case 'plans':
			return findings.plans.flatMap(({steps}) => [
				blank,
				...planStepLines(steps).map(({type, text}): Line => {
					const style = type === 'notice' ? ({bold: true, color: 'magenta'} as const) : {};
					return fitLine([span(safeText(text), style)], width);
				}),
			]);
	}
}
