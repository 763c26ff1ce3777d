import {openSource} from '../../../src/source/open-source.js';

export const probeIds = [
	...['fraction', 'whole-float', 'boolean', 'duplicate-keys', 'nul', 'bom', 'array', 'malformed'],
	'line-numbers',
];

/** A bucket with all probes. */
export const trialObjects = {
	events: 's3://bucket/log/1.json',
	songs: 's3://bucket/song/1.json',
	keys: new Set(probeIds.map(id => `sparkify-tui-doctor/${id}.json`)),
	bucket: 'bucket',
	source: openSource({data: undefined, source: {events: 's3://bucket/log/', songs: 's3://bucket/song/'}}),
};
