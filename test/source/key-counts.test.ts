import test from 'ava';
import {KeyCounts} from '../../src/source/key-counts.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {Transcoder} from '../../src/source/transcoder.js';
import {usualRecord} from './record-keys.js';

/** Reads lines of events, in two chunks. */
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

const usual = usualRecord('events', {artist: '"A"'});
const renamed = usual.replace('userAgent', 'user_agent');

test('records in the usual form have no keys to report', t => {
	t.is(report([usual, usual, usual.replaceAll(',', ', ')]).keys, undefined);
});

test('unknown and missing keys are counted by name, each with its first place', t => {
	const {keys} = report([usual, renamed, usual, usual, renamed, renamed]);
	t.deepEqual(keys, {
		unknown: [{key: 'user_agent', records: 3, file: 'a.json', line: 2}],
		missing: [{key: 'userAgent', records: 3, file: 'a.json', line: 2}],
		unnamed: 0,
	});
});

test('a key in another case is neither unknown nor missing', t => {
	t.is(report([usual.toLowerCase(), usual.toUpperCase().replaceAll('NULL', 'null')]).keys, undefined);
	t.is(report([usual.replace('}', ',"ARTIST":"no"}')]).keys, undefined);
});

test('a key counts once per record, the rejected ones included', t => {
	const {keys, rejects} = report([
		usual.replace('}', ',"x":1,"x":{"y":2}}'),
		usual.replace('}', ',"x":1,"ts":"x"}'),
	]);
	t.is(rejects.length, 1);
	t.deepEqual(keys?.unknown, [{key: 'x', records: 2, file: 'a.json', line: 1}]);
	t.deepEqual(keys?.missing, []);
});

test('the place is the last line of the record; a missing key counts either way of reading', t => {
	const without = usual.replace('"auth":null,', '');
	const {keys} = report([usual, '', without.replace(',', '\n,'), without, without]);
	t.deepEqual(keys?.missing, [{key: 'auth', records: 3, file: 'a.json', line: 4}]);
});

test('bytes that are not UTF-8 elsewhere in the chunk change no count', t => {
	const bad = Buffer.from(usual.replace('"A"', '"\xff"'), 'latin1');
	const {keys, rows, emptyRows, times, rejects} = report([
		renamed,
		bad,
		renamed,
		usual.replace('"auth":null,', ''),
		usual,
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

test('with the keys of a jsonpaths file, exactly those match', t => {
	const paths = stagingColumns.events.map(({key}) => (key === 'userAgent' ? 'user_agent' : key));
	t.is(report([renamed, renamed.replaceAll(',', '\n,')], paths).keys, undefined);
	const {keys, copyText} = report([usual.replace('"artist"', '"Artist"')], paths);
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

test('rows without values and times before 1990 are counted the careful way, too', t => {
	const seconds = usualRecord('events', {ts: '1541106106'});
	const lines = [seconds, usualRecord('events', {ts: '1541106106796'}), usualRecord('events', {}), '{}'];
	for (const spaced of [lines, lines.map(line => line.replaceAll(',', ' ,').replace('{}', '{ }'))]) {
		const {rows, emptyRows, times, earlyTimes} = report(spaced);
		t.deepEqual({rows, emptyRows, times, earlyTimes}, {rows: 4, emptyRows: 2, times: 2, earlyTimes: 1});
	}
});

test('reports add up to the first place by file and line; unknown keys beyond 50 are counted without their names', t => {
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
