import test from 'ava';
import {complete} from '../../src/notebook/completion.js';
import type {CatalogTable} from '../../src/warehouse/warehouse.js';

function table(name: string, ...columns: readonly string[]): CatalogTable {
	return {name, columns: columns.map(column => ({name: column, type: 'VARCHAR'}))};
}

const catalog = [
	table('artists', 'artist_id', 'name'),
	table('Odd Name', 'x', 'Y', 'date'),
	table('songplays', 'songplay_id', 'start_time', 'song_id', 'level'),
	table('songs', 'song_id', 'title', 'artist_id'),
	table('time', 'start_time', 'hour'),
];

/** Suggestions at the `|`, best first. */
function suggest(shown: string): readonly string[] {
	return complete(shown.replace('|', ''), shown.indexOf('|'), catalog).suggestions.map(({text}) => text);
}

test('suggests tables after FROM and JOIN, quoted if necessary', t => {
	t.deepEqual(suggest('select * from |'), ['artists', '"Odd Name"', 'songplays', 'songs', '"time"']);
	t.deepEqual(suggest('select * from songs join so|'), ['songplays', 'songs']);
	t.deepEqual(suggest('select * from ti|'), ['"time"']);
	t.deepEqual(suggest('select * from "ti|'), ['"time"']);
});

test('suggests the columns of an alias or table after a dot', t => {
	t.deepEqual(suggest('select s.| from songs s'), ['song_id', 'title', 'artist_id']);
	t.deepEqual(suggest('select S.t| from songs AS s'), ['title']);
	t.deepEqual(suggest('select songs.t|'), ['title']);
	t.deepEqual(suggest('select o.| from "Odd Name" o'), ['x', '"Y"', '"date"']);
	t.deepEqual(suggest('select t.h| from "time" t'), ['hour']);
	t.deepEqual(suggest('select nobody.|'), []);
});

test('suggests the columns of referenced tables first elsewhere', t => {
	t.deepEqual(suggest('select so| from songs').slice(0, 4), ['song_id', 'songplays', 'songs', 'songplay_id']);
	t.deepEqual(suggest('select * from songplays p where l|').slice(0, 1), ['level']);
	t.deepEqual(suggest('select | from songs s, artists a').slice(0, 6), [
		'song_id',
		'title',
		'artist_id',
		'name',
		's',
		'a',
	]);
});

test('suggests keywords in the typed case', t => {
	t.deepEqual(suggest('sel|'), ['select']);
	t.deepEqual(suggest('SEL|'), ['SELECT']);
	t.false(suggest('|').includes('SELECT'));
});

test('considers only the statement at the cursor', t => {
	t.deepEqual(suggest('select * from songs s; select s.|'), []);
	t.deepEqual(suggest('select s.|; select * from songs s'), []);
});

test('suggests nothing in strings, comments and numbers, nor for a complete word', t => {
	t.deepEqual(suggest("select 'so|'"), []);
	t.deepEqual(suggest('select 1 -- so|'), []);
	t.deepEqual(suggest('/* so| */'), []);
	t.deepEqual(suggest('limit 10|'), []);
	t.deepEqual(suggest('select title| from songs'), []);
});

test('returns the range to replace and the kind of each suggestion', t => {
	const text = 'select ti from songs s';
	t.deepEqual(complete(text, 9, catalog), {
		start: 7,
		end: 9,
		suggestions: [
			{text: 'title', kind: 'column', detail: 'songs VARCHAR'},
			{text: '"time"', kind: 'table', detail: '2 columns'},
			{text: 'time', kind: 'keyword', detail: ''},
			{text: 'timestamp', kind: 'keyword', detail: ''},
			{text: 'timestamptz', kind: 'keyword', detail: ''},
		],
	});
	const [alias] = complete('select s', 8, catalog).suggestions;
	t.is(alias?.kind, 'table');
	t.deepEqual(
		complete('select  from songs as sg', 7, catalog).suggestions.filter(({kind}) => kind === 'alias'),
		[{text: 'sg', kind: 'alias', detail: 'songs'}],
	);
});

test('suggests at most 50', t => {
	const wide = table('wide', ...Array.from({length: 200}, (_, index) => `c${index}`));
	t.is(complete('select c from wide', 8, [wide]).suggestions.length, 50);
});
