import test, {type ExecutionContext} from 'ava';
import type {TableComparison} from '../../src/parity/compare-table.js';
import {compareWarehouses} from '../../src/parity/compare-warehouses.js';
import {starTables} from '../../src/star/tables.js';
import type {Warehouse} from '../../src/warehouse/warehouse.js';
import {eventLine, type Files, playLine, Raw, songText} from '../support/data-folder.js';
import {openDuckDb} from '../support/engine-duckdb.js';
import {openFixture} from '../support/engine-fixture.js';
import {openPostgres} from '../support/engine-postgres.js';
import {openRedshift} from '../support/engine-redshift.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';

let stack: Stack;

test.before(async () => {
	stack = await startStack();
});

test.after.always(async () => {
	await stack?.stop();
});

const servers = {
	PostgreSQL: () => openPostgres(stack.postgres),
	Redshift: () => openRedshift(stack),
};

async function compare(here: Warehouse, there: Warehouse): Promise<readonly TableComparison[]> {
	const found: TableComparison[] = [];
	for await (const comparison of compareWarehouses({here, there})) found.push(comparison);
	return found;
}

const texts = [
	"it's",
	'back\\slash \\n \\x5c',
	'tab\tline\nreturn\r',
	'escape \u001B[31m bell \u0007 delete \u007F',
	'"quoted", comma; colon: slash/',
	'trailing   ',
	'  leading',
	'Zoë', // composed
	'Zoe\u0308', // decomposed
	'東京 🎉 👩‍👩‍👧 مرحبا',
	'no\u00A0break',
	'N',
	'1:a;N',
	'%_',
	'x'.repeat(2048),
];
const doubles = [
	'0',
	'-0',
	'0.1',
	'-0.1',
	'217.2',
	'218.46159',
	'1e-5',
	'-73.9871234567890123',
	'0.3333333333333333',
	'4503599627370497.5',
	'9007199254740993',
	'1e15',
	'1e17',
	'123456789012345678',
	'1e22',
	'-1.5e300',
	'1.7976931348623157e308',
	'1e-19',
	'1e-20',
	'9.999999999999999e-21',
	'1e-21',
	'1e-58',
	'1e-300',
	'5e-300',
	'2.2250738585072014e-308',
];

/** Records with every text in every kind of text column, and every double. */
const quirks: Files = {
	'log_data/2018/11/2018-11-01-events.json': [
		...texts.map((text, at) =>
			playLine({
				song: text,
				artist: text,
				location: text,
				userAgent: text,
				ts: 1541106106796 + at,
				itemInSession: at,
			}),
		),
		...doubles.map((length, at) =>
			playLine({
				length: new Raw(length),
				userId: String(at + 20),
				ts: 1541206106796 + at * 86_399_999,
				lastName: texts[at % texts.length]!,
			}),
		),
		eventLine({userId: '', firstName: null, registration: null, sessionId: -5}),
		eventLine({userId: '', firstName: null, registration: null, sessionId: -5}),
		playLine({ts: -1, userId: '2147483647'}),
		playLine({ts: 0, userId: '-2147483648', registration: new Raw('9223372036854775807')}),
	].join(''),
	'song_data/A/texts.json': texts
		.map((text, at) =>
			songText({
				title: text,
				artist_name: text,
				artist_location: text,
				song_id: `S${at}`,
				artist_id: `A${at}`,
			}),
		)
		.join('\n'),
	'song_data/A/doubles.json': doubles
		.map((number, at) =>
			songText({
				song_id: `D${at}`,
				artist_id: `É${at} `,
				duration: new Raw(number),
				artist_latitude: new Raw(number),
				artist_longitude: new Raw(number),
				year: at % 3 === 0 ? 0 : 1900 + at,
			}),
		)
		.join('\n'),
};

for (const [name, open] of Object.entries(servers)) {
	test(`finds the same data in DuckDB and ${name} equal`, async t => {
		const [here, there] = [await openFixture(t, openDuckDb, quirks), await openFixture(t, open, quirks)];
		for (const fixture of [here, there]) {
			await fixture.stage('events');
			await fixture.stage('songs');
			await fixture.transform(...starTables);
		}
		const found = await compare(here.warehouse, there.warehouse);
		// Two events without a user.
		const rows = texts.length + doubles.length + 4;
		const songs = texts.length + doubles.length;
		t.deepEqual(
			found.map(comparison => [
				comparison.table,
				comparison.type === 'equal' ? comparison.totals.there.rows : comparison,
			]),
			[
				['staging_events', rows],
				['staging_songs', songs],
				['songplays', rows - 2],
				// User 10 plays all the texts.
				['users', doubles.length + 3],
				['songs', songs],
				['artists', songs],
				['time', rows - 2],
			],
		);
	});

	test(`finds differences between DuckDB and ${name} in key order`, async t => {
		const [here, there] = [await openFixture(t, openDuckDb), await openFixture(t, open)];
		await fillSongs(here.warehouse);
		await fillSongs(there.warehouse);
		t.deepEqual(
			(await compare(here.warehouse, there.warehouse)).filter(({type}) => type !== 'equal'),
			[],
		);
		await there.warehouse.run("UPDATE songs SET duration = 217.20000000000002 WHERE song_id = 'Ａ'");
		await there.warehouse.run("UPDATE songs SET title = NULL WHERE song_id = '🎉'");
		await there.warehouse.run("DELETE FROM songs WHERE song_id = 'a'");
		await there.warehouse.run("INSERT INTO songs (song_id, year) VALUES ('b ', 7)");
		const found = (await compare(here.warehouse, there.warehouse)).filter(({type}) => type !== 'equal');
		t.is(found.length, 1);
		t.deepEqual(differencesOf(t, found[0]), [
			['a', 'only', ['title', 'T'], ['artist_id', null], ['year', null], ['duration', 217.2]],
			['b', 'only', ['title', null], ['artist_id', null], ['year', 7], ['duration', null]],
			['Ａ', 'changed', ['duration', 217.2, 217.20000000000002]],
			['🎉', 'changed', ['title', 'T', null]],
		]);
	});
}

/** Keys whose byte order differs from their UTF-16 order and from any language's collation. */
async function fillSongs(warehouse: Warehouse): Promise<void> {
	for (const id of ['🎉', 'Ａ', 'z', 'a', 'B', 'é', '9', '_', 'aa'])
		await warehouse.run(`INSERT INTO songs (song_id, title, duration) VALUES ('${id}', 'T', 217.2)`);
}

function differencesOf(t: ExecutionContext, comparison: TableComparison | undefined) {
	if (comparison?.type !== 'different') {
		t.fail(`It is ${comparison?.type}.`);
		return [];
	}
	return comparison.differences.map(difference => [
		difference.key[0]?.value,
		difference.type,
		...(difference.type === 'only'
			? difference.values.map(({column, value}) => [column, value])
			: difference.values.map(({column, here, there}) => [column, here, there])),
	]);
}
