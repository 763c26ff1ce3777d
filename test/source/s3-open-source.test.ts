import {join} from 'node:path';
import test from 'ava';
import type {DataSettings} from '../../src/config/settings.js';
import {UsageError} from '../../src/errors.js';
import {packageRoot} from '../../src/package-root.js';
import {openSource} from '../../src/source/open-source.js';
import {createDataFolder, eventLine, songText} from '../support/data-folder.js';
import {readEverything, startBucket} from './s3-fixture.js';

/** Returns the name and locations of the source for the settings. */
function opened(settings: Partial<DataSettings>) {
	const source = openSource({data: undefined, source: undefined, ...settings});
	return [source.name, source.locate('events'), source.locate('songs')];
}

test('finds log_data and song_data below an address with or without trailing slash', t => {
	const places = ['s3://music/in/log_data/', 's3://music/in/song_data/'];
	t.deepEqual(opened({data: 's3://music/in'}), ['s3://music/in', ...places]);
	t.deepEqual(opened({data: 's3://music/in/'}), ['s3://music/in/', ...places]);
	t.deepEqual(opened({data: 's3://music'}), ['s3://music', 's3://music/log_data/', 's3://music/song_data/']);
	t.deepEqual(opened({data: 's3://music/'}), [
		's3://music/',
		's3://music/log_data/',
		's3://music/song_data/',
	]);
});

test('uses separate addresses literally', t => {
	const source = {events: 's3://music/log_data', songs: 's3://other/a/song_data/A/'};
	t.deepEqual(opened({source}), [
		's3://music/log_data and s3://other/a/song_data/A/',
		source.events,
		source.songs,
	]);
});

test('prefers a data folder or address to separate locations, and those to the sample', t => {
	const source = {events: 's3://music/log_data', songs: 's3://music/song_data'};
	t.deepEqual(opened({data: '/data', source}), [
		'/data',
		join('/data', 'log_data'),
		join('/data', 'song_data'),
	]);
	t.is(opened({data: 's3://mine', source})[1], 's3://mine/log_data/');
	t.deepEqual(opened({}), [
		'bundled sample',
		join(packageRoot, 'sample', 'log_data'),
		join(packageRoot, 'sample', 'song_data'),
	]);
});

test('rejects an invalid address before any request', t => {
	for (const data of ['s3://', 's3:///log_data', 's3://a/b', 's3://my_bucket!/x', 's3://-music/x']) {
		const error = t.throws(() => openSource({data, source: undefined}), {instanceOf: UsageError}, data);
		t.true(error?.failure.message.includes(data), error?.failure.message);
	}
	t.throws(() => openSource({data: undefined, source: {events: 's3://music/x', songs: 's3://'}}), {
		instanceOf: UsageError,
	});
});

test.serial('reads events from a bucket and songs from a folder', async t => {
	const {bucket} = await startBucket(t);
	bucket.put('logs/2018.json', eventLine() + eventLine());
	const folder = createDataFolder({'tracks/A/a.json': songText(), 'tracks/b.json': 'trash'});
	t.teardown(() => folder.remove());
	const source = openSource({
		data: undefined,
		source: {events: 's3://music/logs', songs: join(folder.path, 'tracks')},
	});
	t.is((await readEverything(source, 'events')).rows.length, 2);
	const songs = await readEverything(source, 'songs');
	t.is(songs.rows.length, 1);
	t.deepEqual(
		songs.rejects.map(({file}) => file),
		['tracks/b.json'],
	);
});
