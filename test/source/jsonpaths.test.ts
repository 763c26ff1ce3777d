import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {DataError} from '../../src/errors.js';
import {jsonPathsProblems, silentProblem} from '../../src/source/jsonpaths/jsonpaths-shape.js';
import {openSource} from '../../src/source/open-source.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {createDataFolder, eventLine, songText} from '../support/data-folder.js';
import {decodeCopy} from './read-records.js';

const eventKeys = [
	...['artist', 'auth', 'firstName', 'gender', 'itemInSession', 'lastName', 'length', 'level', 'location'],
	...['method', 'page', 'registration', 'sessionId', 'song', 'status', 'ts', 'userAgent', 'userId'],
];
const file = (paths: readonly unknown[]) => JSON.stringify({jsonpaths: paths});

test('accepts either notation, but not a mix', t => {
	t.deepEqual(jsonPathsProblems(file(eventKeys.map(key => `$['${key}']`))), []);
	t.deepEqual(jsonPathsProblems(file(eventKeys.map(key => `$.${key}`))), []);
	const mixed = file(eventKeys.map((key, at) => (at === 3 ? `$.${key}` : `$['${key}']`)));
	t.deepEqual(jsonPathsProblems(mixed), ["It mixes $['key'] and $.key; use only one of them."]);
});

test('rejects files of another structure', t => {
	for (const text of ['', '[]', '"x"', 'null', '{"jsonpaths": [', '1'])
		t.true(jsonPathsProblems(text)[0]?.startsWith('It is not a JSON object'), text);
	t.true(jsonPathsProblems('{"jsonPaths": []}')[0]?.startsWith('It has no key "jsonpaths"'));
	t.deepEqual(jsonPathsProblems('{"jsonpaths": {"a": 1}}'), ['"jsonpaths" is not an array of strings.']);
	t.deepEqual(jsonPathsProblems(file([...eventKeys.slice(1), 5])), [
		'"jsonpaths" is not an array of strings.',
	]);
});

test('reports a wrong number of paths and the first mismatch', t => {
	const paths = eventKeys.map(key => `$['${key}']`);
	t.deepEqual(jsonPathsProblems(file(paths.slice(0, 17))), [
		'It has 17 paths but staging_events has 18 columns; COPY matches them by position.',
	]);
	const swapped = paths.with(0, paths[1]!).with(1, paths[0]!);
	t.deepEqual(jsonPathsProblems(file(swapped)), [
		"Path 1 is $['auth'], which is a different key: the column artist needs $['artist'].",
	]);
	t.deepEqual(jsonPathsProblems(file(paths.with(2, "$['firstname']"))), [
		"Path 3 is $['firstname'], which differs in case: the column firstname needs $['firstName'].",
	]);
	t.deepEqual(jsonPathsProblems(file(paths.with(17, "$['user']['id']"))), [
		"Path 18 is $['user']['id'], which is not a path to a top-level key: the column userid needs $['userId'].",
	]);
});

test('reports swapped paths and a missing key, which COPY would load silently', t => {
	const paths = eventKeys.map(key => `$['${key}']`);
	t.is(silentProblem(file(paths)), undefined);
	const swapped = paths.with(0, paths[13]!).with(13, paths[0]!);
	t.is(
		silentProblem(file(swapped)),
		"Path 1 is $['song'], which is a different key: the column artist needs $['artist'].",
	);
	t.true(silentProblem('{"jsonPaths": []}')?.startsWith('It has no key "jsonpaths"'));
	// COPY reports these problems, or the user's files may have such keys.
	for (const text of [file(paths.slice(0, 17)), file(paths.with(0, "$['singer']")), '[]', file(['$.a', 5])])
		t.is(silentProblem(text), undefined, text);
});

const keys = stagingColumns.events.map(({key}) => key);
const bracket = keys.map(key => `$['${key === 'userAgent' ? 'user_agent' : key}']`);

/** Opens a folder of events and songs with a jsonpaths file that contains `paths`. */
function open(t: ExecutionContext, paths: unknown) {
	const folder = createDataFolder({
		'log_data/a.json': eventLine().replace('userAgent', 'user_agent').replace('"artist"', '"Artist"'),
		'song_data/a.json': songText(),
	});
	const pathsFolder = mkdtempSync(join(tmpdir(), 'jsonpaths-'));
	const file = join(pathsFolder, 'paths.json');
	writeFileSync(file, typeof paths === 'string' ? paths : JSON.stringify({jsonpaths: paths}));
	t.teardown(() => {
		folder.remove();
		rmSync(pathsFolder, {recursive: true});
	});
	const place = (name: string) => join(folder.path, name);
	return openSource({
		data: undefined,
		source: {events: place('log_data'), songs: place('song_data'), logJsonPath: file},
	});
}

test('uses exactly the keys of the jsonpaths file for events, and the default keys for songs', async t => {
	for (const paths of [
		bracket,
		bracket.map(path => path.replaceAll("'", '"')),
		bracket.map(path => `$.${path.slice(3, -2)}`),
	]) {
		const source = open(t, paths);
		for (const kind of ['events', 'songs'] as const) {
			const inventory = await source.inventory(kind);
			for await (const {copyText, keys: report} of source.records(kind, inventory)) {
				const [row] = decodeCopy(copyText);
				if (kind === 'songs') t.is(row?.[6], 'SO1');
				else {
					t.is(row?.[16], '"Mozilla/5.0"');
					t.deepEqual(
						report?.unknown.map(({key}) => key),
						['Artist'],
					);
				}
			}
		}
	}
});

test('fails before reading anything if the jsonpaths file is unusable', async t => {
	for (const [paths, message] of [
		[bracket.with(0, "$['a']['b']"), /Path 1 is \$\['a'\]\['b'\], which/],
		[
			bracket.map(path => `$.${path.slice(3, -2)}`).with(0, '$.a.b'),
			/Path 1 is \$\.a\.b, which is not a path to a top-level key/,
		],
		[bracket.with(0, '$.artist'), /mixes/],
		[bracket.slice(1), /17 paths/],
		[bracket.with(1, bracket[0]!), /Path 2/],
		[bracket.with(2, "$['x']").with(3, "$['x']"), /Path 4 .* repeats/],
		['{}', /no key "jsonpaths"/],
		['no JSON', /not a JSON object/],
	] as const) {
		const source = open(t, paths);
		const error = await t.throwsAsync<DataError>(source.inventory('events'), {instanceOf: DataError});
		t.regex(error?.message ?? '', message);
		t.regex(error?.failure.advice ?? '', /LOG_JSONPATH to auto/);
		await t.notThrowsAsync(source.inventory('songs'));
	}
	const missing = openSource({
		data: undefined,
		source: {events: '/nowhere', songs: '/nowhere', logJsonPath: '/nowhere/paths.json'},
	});
	await t.throwsAsync(missing.inventory('events'), {
		message: /Couldn't read the jsonpaths file \/nowhere\/paths\.json/,
	});
});
