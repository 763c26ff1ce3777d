/**
Reading many small objects from S3 against a plain script that fetches the same keys with the AWS SDK and discards them,
each in a separate process. The server is the one of the tests, on the same machine.
*/
import {join} from 'node:path';
import {count} from '../src/format/figures.js';
import {startS3} from '../test/support/s3/start-s3.js';
import {alternate, type Benchmark, comparison} from './benchmark.js';
import {runNode} from './processes.js';

export const s3Songs: Benchmark = {
	id: 's3-songs',
	async *measure(context) {
		const {songs} = context.small;
		const server = await startS3();
		try {
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
			const read = (way: string) => async () =>
				runNode(['--import=tsx', join(import.meta.dirname, 's3-songs-once.ts'), way, String(songs)], {
					env: {AWS_ENDPOINT_URL_S3: server.endpoint, AWS_NO_SIGN_REQUEST: 'true'},
				});
			yield comparison(
				{
					id: 's3-songs',
					title: `Reading ${count(songs)} small objects from S3`,
					against: 'a script that only fetches them',
				},
				await alternate(context.rounds(3, 2), {ours: read('ours'), theirs: read('plain')}),
			);
		} finally {
			await server.stop();
		}
	},
};
