/**
Guards against a slow reader by counting its work, which doesn't depend on the machine: however records are written, none
may take the slow path, and few calls may enter WebAssembly.
*/
import test from 'ava';
import {FastRecords} from '../../src/source/json/fast-records.js';
import {Transcoder} from '../../src/source/json/transcoder.js';
import type {RecordKind} from '../../src/source/source.js';
import {randomNumbers, shuffled} from './random-numbers.js';
import {readFile} from './read-records.js';
import {recordKeys} from './record-keys.js';

const chunkBytes = 1 << 18;

const events = {
	artist: '"Beyonc\\u00e9 \\/ Jay-Z"',
	auth: '"Logged In"',
	itemInSession: '12',
	length: '218.93179',
	page: '"NextSong"',
	registration: '1540919166796.0',
	sessionId: '139',
	status: '200',
	ts: '1541106106796',
	userAgent: '"\\"Mozilla\\/5.0 (Windows NT 6.1; WOW64) AppleWebKit\\/537.36\\""',
	userId: '"8"',
};
const songs = {
	num_songs: '1',
	artist_id: '"AR62SOJ1187FB47BB5"',
	artist_latitude: '36.16778',
	artist_longitude: '-86.77836',
	artist_location: '""',
	artist_name: '"Chase & Status"',
	song_id: '"SOGVQGJ12AB017F169"',
	title: '"Ten Tonne"',
	duration: '337.0',
	year: '2005',
};

type Member = readonly [key: string, value: string];

const members: Readonly<Record<RecordKind, readonly Member[]>> = {
	events: recordKeys.events.map(key => [key, events[key as keyof typeof events] ?? 'null']),
	songs: recordKeys.songs.map(key => [key, songs[key as keyof typeof songs]]),
};

const below = randomNumbers(5);

const compact = (record: readonly Member[]) =>
	`{${record.map(([key, value]) => `"${key}":${value}`).join(',')}}`;
const pretty = (record: readonly Member[]) =>
	`{\n${record.map(([key, value]) => `    "${key}": ${value}`).join(',\n')}\n}`;

type Shape = {
	readonly name: string;
	readonly write: (record: readonly Member[]) => string;
	/** Whether the keys of all records are in the same order. */
	readonly isRegular: boolean;
};

const shapes: readonly Shape[] = [
	{name: 'the usual form', write: compact, isRegular: true},
	{name: 'in reverse order', write: record => compact(record.toReversed()), isRegular: true},
	{name: 'in any order', write: record => compact(shuffled(record, below)), isRegular: false},
	{name: 'pretty-printed', write: pretty, isRegular: true},
	{name: 'pretty-printed in reverse order', write: record => pretty(record.toReversed()), isRegular: true},
	{
		name: 'with another key',
		write: record => compact([['extra', '{"a": [1, "\\n"]}'], ...record]),
		isRegular: true,
	},
	{name: 'with fewer keys', write: record => compact(record.slice(2).toReversed()), isRegular: true},
	{
		name: 'with keys in upper case',
		write: record => compact(record.map(([key, value]) => [key.toUpperCase(), value])),
		isRegular: true,
	},
];

/** Runs a function and sums up the work of the fast path during it. */
function countWork(run: () => void) {
	const {read} = FastRecords.prototype;
	const sum = {calls: 0, bytes: 0, rows: 0, otherForms: 0, lookups: 0, conversions: 0};
	FastRecords.prototype.read = function (at) {
		const result = read.call(this, at);
		const {otherForms, lookups, conversions} = this.work;
		sum.calls++;
		sum.bytes += result.next - at;
		sum.rows += this.rows;
		sum.otherForms += otherForms;
		sum.lookups += lookups;
		sum.conversions += conversions;
		return result;
	};
	try {
		run();
	} finally {
		FastRecords.prototype.read = read;
	}
	return sum;
}

for (const kind of ['events', 'songs'] as const) {
	for (const {name, write, isRegular} of shapes) {
		test(`reads ${kind} ${name} on the fast path only`, t => {
			const records = Array.from({length: 2000}, () => write(members[kind]));
			const file = Buffer.from(records.join('\n'));
			const chunks = Math.ceil(file.length / chunkBytes);
			const cuts = Array.from({length: chunks - 1}, (_, index) => (index + 1) * chunkBytes);
			const transcoder = new Transcoder(kind);
			const work = countWork(() => readFile(transcoder, file, cuts));
			t.is(transcoder.rows, records.length);
			t.is(work.rows, records.length);
			t.is(work.bytes, file.length);
			t.is(work.otherForms, name === 'the usual form' ? 0 : records.length);
			t.is(work.conversions, 0);
			// One call for the records of a chunk, and one for the record that continues in the next chunk.
			t.true(work.calls <= 2 * chunks, `${work.calls} calls for ${chunks} chunks`);
			// Keys are looked up once; after a chunk that ends inside a record, a few again.
			const maxLookups = isRegular ? 40 + 2 * chunks : records.length * members[kind].length + 2 * chunks;
			t.true(work.lookups <= maxLookups, `${work.lookups} look-ups`);
		});
	}
}

test('reads a song file, however it is written, in one call', t => {
	for (const {name, write} of shapes) {
		const transcoder = new Transcoder('songs');
		const work = countWork(() => {
			for (let file = 0; file < 20; file++) readFile(transcoder, write(members.songs));
		});
		t.is(transcoder.rows, 20, name);
		t.is(work.rows, 20, name);
		t.is(work.calls, 20, name);
	}
});
