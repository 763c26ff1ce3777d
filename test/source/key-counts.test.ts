import test from 'ava';
import {KeyCounts} from '../../src/source/json/key-counts.js';
import {Transcoder} from '../../src/source/json/transcoder.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {fullRecord} from './record-keys.js';

/** Reads lines of events in two chunks. */
function report(lines: readonly (string | Buffer)[], keys?: readonly string[]) {
	const transcoder = new Transcoder('events', keys);
	const half = Math.ceil(lines.length / 2);
	const bytes = (part: readonly (string | Buffer)[]) =>
		Buffer.concat(part.flatMap(line => [Buffer.from(line), Buffer.from('\n')]));
	const [first, second] = [bytes(lines.slice(0, half)), bytes(lines.slice(half))];
	transcoder.open('a.json');
	transcoder.read(first, 0, first.length, false);
	transcoder.read(second, 0, second.length, true);
	return transcoder.take();
}

const record = fullRecord('events', {artist: '"A"'});
const renamed = record.replace('userAgent', 'user_agent');

test('reports nothing for records in the common form', t => {
	t.is(report([record, record, record.replaceAll(',', ', ')]).keys, undefined);
});

test('counts unknown and missing keys by name, with the first occurrence', t => {
	const {keys} = report([record, renamed, record, record, renamed, renamed]);
	t.deepEqual(keys, {
		unknown: [{key: 'user_agent', records: 3, file: 'a.json', line: 2}],
		missing: [{key: 'userAgent', records: 3, file: 'a.json', line: 2}],
		unnamed: 0,
	});
});

test('counts a key in another case as neither unknown nor missing', t => {
	t.is(report([record.toLowerCase(), record.toUpperCase().replaceAll('NULL', 'null')]).keys, undefined);
	t.is(report([record.replace('}', ',"ARTIST":"no"}')]).keys, undefined);
});

test('counts a key once per record, rejected records included', t => {
	const {keys, rejects} = report([
		record.replace('}', ',"x":1,"x":{"y":2}}'),
		record.replace('}', ',"x":1,"ts":"x"}'),
	]);
	t.is(rejects.length, 1);
	t.deepEqual(keys?.unknown, [{key: 'x', records: 2, file: 'a.json', line: 1}]);
	t.deepEqual(keys?.missing, []);
});

test('reports the last line of the record and counts missing keys on both paths', t => {
	const without = record.replace('"auth":null,', '');
	const {keys} = report([record, '', without.replace(',', '\n,'), without, without]);
	t.deepEqual(keys?.missing, [{key: 'auth', records: 3, file: 'a.json', line: 4}]);
});

test('counts the same if other bytes in the chunk are not UTF-8', t => {
	const bad = Buffer.from(record.replace('"A"', '"\xff"'), 'latin1');
	const {keys, rows, emptyRows, times, rejects} = report([
		renamed,
		bad,
		renamed,
		record.replace('"auth":null,', ''),
		record,
	]);
	t.deepEqual([rows, emptyRows, times, rejects.length], [4, 0, 0, 1]);
	t.deepEqual(
		[keys?.unknown.map(({records}) => records), keys?.missing.map(({key, records}) => [key, records])],
		[
			[2],
			[
				['userAgent', 2],
				['auth', 1],
			],
		],
	);
});

test('matches the keys of a jsonpaths file exactly', t => {
	const paths = stagingColumns.events.map(({key}) => (key === 'userAgent' ? 'user_agent' : key));
	t.is(report([renamed, renamed.replaceAll(',', '\n,')], paths).keys, undefined);
	const {keys, copyText} = report([record.replace('"artist"', '"Artist"')], paths);
	t.deepEqual(
		keys?.unknown.map(({key}) => key),
		['Artist', 'userAgent'],
	);
	t.deepEqual(
		keys?.missing.map(({key}) => key),
		['artist', 'user_agent'],
	);
	t.is(Buffer.from(copyText).toString(), `${Array(18).fill('\\N').join('\t')}\n`);
});

test('counts rows of NULLs and times before 1990 on the slow path', t => {
	const seconds = fullRecord('events', {ts: '1541106106'});
	const lines = [seconds, fullRecord('events', {ts: '1541106106796'}), fullRecord('events', {}), '{}'];
	for (const spaced of [lines, lines.map(line => line.replaceAll(',', ' ,').replace('{}', '{ }'))]) {
		const {rows, emptyRows, times, earlyTimes} = report(spaced);
		t.deepEqual({rows, emptyRows, times, earlyTimes}, {rows: 4, emptyRows: 2, times: 2, earlyTimes: 1});
	}
});

test('merges reports by first file and line, and counts unknown keys beyond 50 without names', t => {
	const counts = new KeyCounts();
	for (const [file, line] of [
		['b.json', 1],
		['a.json', 9],
		['a.json', 3],
		['a.json', 5],
	] as const)
		counts.addAll({unknown: [{key: 'x', records: 2, file, line}], missing: [], unnamed: 0});
	t.deepEqual(counts.report().unknown, [{key: 'x', records: 8, file: 'a.json', line: 3}]);
	for (let i = 0; i < 100; i++) counts.addUnknown({key: `key ${i}`, records: 2, file: 'a.json', line: 1});
	t.is(counts.report().unknown.length, 50);
	t.is(counts.report().unnamed, 102);
});
