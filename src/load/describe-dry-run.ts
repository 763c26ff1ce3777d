import {count, plural} from '../format/figures.js';
import type {PlanStep} from '../warehouse/warehouse.js';
import {
	type Findings,
	maxCountedRejects,
	type RecordFindings,
	type StatementPlan,
	staysWithin,
} from './dry-run.js';

/** Describes the findings of a dry run in a sentence. */
export function describeFindings(findings: Findings): string {
	switch (findings.type) {
		case 'message':
			return findings.text;
		case 'records':
			return describeRecords(findings);
		case 'plans':
			return describePlans(findings.plans);
	}
}

/** A line of an engine's plan, or the notice above a line that moves rows between nodes. */
export type PlanLine = {readonly type: 'step' | 'notice'; readonly text: string};

/** The steps of a plan as the engine writes them, with a notice above each that moves rows between nodes. */
export function planStepLines(steps: readonly PlanStep[]): readonly PlanLine[] {
	return steps.flatMap(({text, moves}): readonly PlanLine[] => {
		const step = {type: 'step', text} as const;
		if (moves === null) return [step];
		const indentation = /^ */.exec(text)?.[0] ?? '';
		return [{type: 'notice', text: `${indentation}${moveText[moves]}`}, step];
	});
}

const moveText = {
	broadcast: '»» broadcast: all these rows go to every node',
	redistribution: '» redistribution: each of these rows goes to the node that needs it',
} as const;

function describeRecords(findings: RecordFindings): string {
	const {isWhole, records = 0, rows = 0, rejected, maxErrors, drift} = findings;
	const allowed = `--max-errors allows ${maxErrors === 0 ? 'none' : count(maxErrors)}`;
	if (!isWhole) {
		return `It would fail: more than ${count(maxCountedRejects)} records are rejected; ${allowed}.`;
	}
	// COPY … NOLOAD counts no rows, so the number of records is unknown too.
	const isCounted = rows > 0;
	if (!staysWithin(findings)) {
		const affected = isCounted
			? `${count(rejected)} of ${plural(records, 'record')}`
			: plural(rejected, 'record');
		const reason = `${affected} ${rejected === 1 ? 'is' : 'are'} rejected; ${allowed}.`;
		return `It would fail: ${reason}${drift === undefined ? '' : ` ${drift}`}`;
	}
	if (drift !== undefined) return `It would fail: ${drift}`;
	const rejects = rejected === 0 ? 'none rejected' : `${count(rejected)} rejected (${allowed})`;
	return isCounted
		? `${plural(records, 'record')} read: ${plural(rows, 'row')} would be loaded, ${rejects}.`
		: `The records were checked, but not counted: ${rejects}.`;
}

function describePlans(plans: readonly StatementPlan[]): string {
	const steps = plans.flatMap(plan => plan.steps);
	const moves = (['broadcast', 'redistribution'] as const).flatMap(kind => {
		const number = steps.filter(step => step.moves === kind).length;
		return number === 0 ? [] : [plural(number, kind)];
	});
	const moved = moves.length === 0 ? '' : `, with ${moves.join(' and ')} of rows`;
	return `Planned by the engine${moved}.`;
}
