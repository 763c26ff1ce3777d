import test from 'ava';
import {jsonPathsProblems, silentProblem} from '../../src/source/jsonpaths/jsonpaths-shape.js';

const keys = [
	...['artist', 'auth', 'firstName', 'gender', 'itemInSession', 'lastName', 'length', 'level', 'location'],
	...['method', 'page', 'registration', 'sessionId', 'song', 'status', 'ts', 'userAgent', 'userId'],
];
const file = (paths: readonly unknown[]) => JSON.stringify({jsonpaths: paths});

test('accepts either notation, but not a mix', t => {
	t.deepEqual(jsonPathsProblems(file(keys.map(key => `$['${key}']`))), []);
	t.deepEqual(jsonPathsProblems(file(keys.map(key => `$.${key}`))), []);
	const mixed = file(keys.map((key, at) => (at === 3 ? `$.${key}` : `$['${key}']`)));
	t.deepEqual(jsonPathsProblems(mixed), ["It mixes $['key'] and $.key; use only one of them."]);
});

test('rejects files of another structure', t => {
	for (const text of ['', '[]', '"x"', 'null', '{"jsonpaths": [', '1'])
		t.true(jsonPathsProblems(text)[0]?.startsWith('It is not a JSON object'), text);
	t.true(jsonPathsProblems('{"jsonPaths": []}')[0]?.startsWith('It has no key "jsonpaths"'));
	t.deepEqual(jsonPathsProblems('{"jsonpaths": {"a": 1}}'), ['"jsonpaths" is not an array of strings.']);
	t.deepEqual(jsonPathsProblems(file([...keys.slice(1), 5])), ['"jsonpaths" is not an array of strings.']);
});

test('reports a wrong number of paths and the first mismatch', t => {
	const paths = keys.map(key => `$['${key}']`);
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
	const paths = keys.map(key => `$['${key}']`);
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
