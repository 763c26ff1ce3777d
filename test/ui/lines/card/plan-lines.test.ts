import test from 'ava';
import {planLines} from '../../../../src/ui/lines/card/plan-lines.js';
import {textOf} from '../../harness.js';

const text = {
	title: 'Stage',
	explain: 'Copies the activity logs, one row for each event: who did what in the app, and when, unchanged.',
	table: 'staging_events',
	sql: () => [],
};
const note = 'Not listed from here (the cluster reads them by its own role): The host is unknown.';

function lines(height: number): readonly string[] {
	const sql = Array.from({length: 9}, (_, i) => `SELECT ${i}`);
	const plan = {stage: 'stage-events', sql, reads: [], destroys: [], notes: [note]} as const;
	return textOf(planLines(text, plan, 36, height)).map(line => line.trimEnd());
}

test('cuts the explanation to two lines to fit the notes on a short card', t => {
	t.deepEqual(lines(10), [
		'Copies the activity logs, one row',
		'for each event: who did what in the…',
		'',
		'Note      Not listed from here (the',
		'          cluster reads them by its',
		'          own role): The host is',
		'          unknown.',
		'',
		'│ SELECT 0;',
		'… 8 more lines · e shows all',
	]);
});

test('cuts the notes, with an ellipsis, on an even shorter card', t => {
	const low = lines(9);
	t.is(low.length, 9);
	t.true(low.includes('          cluster reads them by its…'), low.join('\n'));
});
