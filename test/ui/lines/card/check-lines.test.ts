import test from 'ava';
import type {CheckResult} from '../../../../src/load/checks.js';
import {checkLines} from '../../../../src/ui/lines/card/check-lines.js';
import {lineWidth} from '../../../../src/ui/lines/line.js';
import {textOf} from '../../harness.js';

function check(title: string, figures: Readonly<Record<string, number>>, ok = true): CheckResult {
	return {id: title, title, ok, figures: Object.entries(figures), query: 'SELECT 1'};
}

/** Checks like those of `verify`, with distinct figures. @param scale Factor for all figures. */
function checks(scale = 1): readonly CheckResult[] {
	const rows = (figures: Readonly<Record<string, number>>) =>
		Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value * scale]));
	return [
		check(
			'events: records read = staged + rejected',
			rows({'records read': 8003, staged: 8001, rejected: 2, 'rejects kept': 2}),
		),
		check(
			'songs: records read = staged + rejected',
			rows({'records read': 1500, staged: 1499, rejected: 0, 'rejects kept': 0}),
		),
		check(
			'NextSong events = songplays + duplicates, with the right songs',
			rows({
				'next song events': 6430,
				songplays: 6414,
				duplicates: 15,
				matched: 2229,
				unmatched: 4185,
				'staged matches': 2228,
			}),
		),
		check(
			'users holds every user seen in the events, and nobody else',
			rows({'users in events': 96, users: 95}),
		),
		check('songs holds every song staged, and no other', rows({'songs staged': 1471, songs: 1470})),
		check('artists holds every artist staged, and no other', rows({'artists staged': 463, artists: 462})),
		check(
			'time holds every start_time of songplays once, and no other',
			rows({
				songplays: 6413,
				times: 6374,
				'plays without time': 0,
				'times without play': 0,
				'times repeated': 0,
			}),
		),
		check(
			'keys are unique in songplays, users, songs and artists',
			rows({'repeated in songplays': 0, 'repeated in users': 0}),
		),
		check('every user, song and artist of songplays is in its dimension', rows({'plays without user': 0})),
		check('no key is NULL', rows({'nulls in songplays': 0, 'nulls in users': 0})),
	];
}

const figures = new Intl.NumberFormat('en');

/** The formatted non-zero figures. */
function nonZero(all: readonly CheckResult[]): readonly string[] {
	return all.flatMap(one => one.figures.flatMap(([, value]) => (value === 0 ? [] : [figures.format(value)])));
}

for (const [where, scale, width, height] of [
	['the card at 80x24', 1, 47, 15],
	['the card at 80x24, with millions', 1000, 47, 14],
	['a low screen at 80x24', 1, 78, 11],
	['a low screen at 80x24, with millions', 1000, 78, 11],
] as const) {
	test(`shows every figure of every check: ${where}`, t => {
		const all = checks(scale);
		const lines = checkLines(all, width, height);
		const text = textOf(lines).join('\n');
		t.true(lines.length <= height);
		t.true(lines.every(line => lineWidth(line) <= width));
		t.is(text.match(/✔/g)?.length, all.length);
		for (const figure of nonZero(all)) t.true(text.includes(` ${figure}`), `${figure}:\n${text}`);
		t.is(text.match(/ · all 0$/gm)?.length, 3);
	});
}

test('starts a brief check with its subject and says that zeros are left out', t => {
	const lines = textOf(checkLines(checks(), 47, 16));
	t.deepEqual(lines.slice(0, 5), [
		' ✔ events: records read 8,003 · staged 8,001',
		'   rejected 2 · rejects kept 2',
		' ✔ songs: records read 1,500 · staged 1,499',
		' ✔ next song events 6,430 · songplays 6,414',
		'   duplicates 15 · matched 2,229',
	]);
	t.true(lines.includes(' ✔ no key is NULL · all 0'));
	t.is(lines.at(-1), '   Zeros are left out · e shows all');
});

test('shows titles and all figures side by side if they fit', t => {
	const lines = textOf(checkLines(checks(), 200, 20));
	t.is(lines.length, 10);
	t.true(lines[6]!.endsWith('times repeated 0'));
});

test('keeps the title and the zeros of a failed check', t => {
	const failed = check('no key is NULL', {'nulls in songplays': 3, 'nulls in users': 0}, false);
	const lines = textOf(checkLines([...checks().slice(0, 9), failed], 47, 16));
	t.deepEqual(lines.slice(-3, -1), [' ✖ no key is NULL', '   nulls in songplays 3 · nulls in users 0']);
});

test('shows only the number of checks if their figures do not fit', t => {
	t.deepEqual(textOf(checkLines(checks(), 78, 5)), [' ✔ 10 checks passed · e shows all']);
});

test('shows a warning with its mark and note in any size', t => {
	const note = 'No staged event has the page NextSong.';
	const all = checks().map(one =>
		one.id.startsWith('NextSong') ? {...one, warning: true as const, note} : one,
	);
	for (const [width, height] of [
		[47, 16],
		[78, 5],
		[200, 20],
	] as const) {
		const lines = textOf(checkLines(all, width, height));
		t.true(lines.length <= height);
		t.is(lines.filter(line => line.startsWith(' ! NextSong events')).length, 1);
		t.true(lines.includes(`   ${note}`));
	}
	t.is(textOf(checkLines(all, 78, 5)).at(-1), ' ✔ 9 others passed · e shows all');
});

test('cuts names rather than omit a note', t => {
	const all = checks().map(one => (one.id.startsWith('NextSong') ? {...one, note: 'That is normal.'} : one));
	const lines = textOf(checkLines(all, 47, 14));
	t.true(lines.includes('   That is normal.'));
});

test('shows the note of a passed check if it fits', t => {
	const all = checks().map(one => (one.id.startsWith('NextSong') ? {...one, note: 'That is normal.'} : one));
	t.true(textOf(checkLines(all, 200, 20)).includes('   That is normal.'));
	t.deepEqual(textOf(checkLines(all, 78, 12)).slice(2, 5), [
		' ✔ next song events 6,430 · songplays 6,414 · duplicates 15 · matched 2,229',
		'   unmatched 4,185 · staged matches 2,228',
		'   That is normal.',
	]);
	t.false(
		textOf(checkLines(all, 78, 10))
			.join('')
			.includes('normal'),
	);
});
