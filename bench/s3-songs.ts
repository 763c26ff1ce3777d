/**
Measures reading many small objects from S3 against a plain script that fetches the same keys with the AWS SDK and discards
them, alternating, each in a separate process. The server is the one of the tests, on the same machine.
Run: npm run build && node --import=tsx bench/s3-songs.ts [--rounds 3] [--songs 15000]
*/
import {fork} from 'node:child_process';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {count} from '../src/format/figures.js';
import {startS3} from '../test/support/s3/start-s3.js';
import {median} from './median.js';
import type {Fetched, Way} from './s3-songs-once.js';

const {values} = parseArgs({
	options: {rounds: {type: 'string', default: '3'}, songs: {type: 'string', default: '15000'}},
});
const songs = Number(values.songs);
const server = await startS3();
const bucket = server.createBucket('bench', {public: true});
for (let index = 0; index < songs; index++) {
	const song = {
		num_songs: 1,
		artist_id: `AR${index % 1000}`,
		artist_latitude: null,
		artist_longitude: null,
		artist_location: 'Somewhere, in a country far away',
		artist_name: `The artist ${index % 1000}`,
		song_id: `SO${index}`,
		title: `A song of some words, number ${index}`,
		duration: 200 + index / 1000,
		year: 2000,
	};
	bucket.put(`song_data/${index % 26}/${index % 676}/TR${index}.json`, JSON.stringify(song));
}

async function read(way: Way): Promise<Fetched> {
	const child = fork(join(import.meta.dirname, 's3-songs-once.ts'), [way], {
		execArgv: ['--import=tsx'],
		env: {...process.env, AWS_ENDPOINT_URL_S3: server.endpoint, AWS_NO_SIGN_REQUEST: 'true'},
	});
	return new Promise((done, failed) => {
		child.once('message', done);
		child.once('exit', code => failed(new Error(`The ${way} reading ended with ${code}.`)));
	});
}

const ways = ['plain', 'ours'] as const;
const fetched = {plain: [] as Fetched[], ours: [] as Fetched[]};
for (let round = 0; round < Number(values.rounds); round++) {
	for (const way of ways) {
		const result = await read(way);
		if (result.objects !== songs) throw new Error(`${way} read ${result.objects} objects.`);
		fetched[way].push(result);
	}
}
await server.stop();

console.log(`${count(songs)} objects, ${values.rounds} rounds`);
for (const way of ways) {
	const each = (figure: keyof Fetched) => median(fetched[way].map(result => result[figure]));
	console.log(
		`${way.padEnd(6)} median ${each('seconds').toFixed(2)} s, ${(songs / each('seconds')).toFixed(0)} objects a second, CPU ${each('cpuSeconds').toFixed(2)} s, peak ${each('peakMb').toFixed(0)} MB`,
	);
}
const ratios = fetched.ours.map(({seconds}, round) => seconds / fetched.plain[round]!.seconds);
console.log(`ratio  ${median(ratios).toFixed(2)}`);
