import {basename, dirname, join, resolve} from 'node:path';
import {isS3Address, parseS3Address, type S3Address} from '../config/aws.js';
import {usageError} from '../config/problems.js';
import type {DataSettings, SourceSettings} from '../config/settings.js';
import {packageRoot, packageVersion} from '../package-root.js';
import {JsonPathsSource} from './jsonpaths/jsonpaths-source.js';
import {LocalSource} from './local/local-source.js';
import {S3Source} from './s3/s3-source.js';
import {bundledSample, type Source} from './source.js';
import {SourcePerKind} from './source-per-kind.js';
import {recordFolder} from './staging-columns.js';

/**
Returns the source for the settings: `data` if set, else the separate locations in `source`, else the bundled sample.
Accesses neither disk nor network.
@throws UsageError if an address is invalid.
*/
export function openSource({data, source}: DataSettings): Source {
	if (data !== undefined)
		return isS3Address(data) ? openBucketFolder(data) : new LocalSource(resolve(data), data);
	if (source === undefined) {
		// Modification times of the sample differ between installations.
		return new LocalSource(join(packageRoot, 'sample'), bundledSample, recordFolder, packageVersion);
	}

	const {logJsonPath, ...locations} = source;
	const opened = openLocations(locations);
	return logJsonPath === undefined ? opened : new JsonPathsSource(opened, logJsonPath, source.region);
}

/** Opens events and songs in separate locations. */
function openLocations({events, songs, region}: SourceSettings): Source {
	const name = `${events} and ${songs}`;
	if (isS3Address(events) && isS3Address(songs)) {
		return new S3Source({events: addressOf(events), songs: addressOf(songs)}, name, region);
	}
	return new SourcePerKind({events: openLocation(events, region), songs: openLocation(songs, region)}, name);
}

/** Opens `s3://bucket/prefix` with `log_data/` and `song_data/` below it. */
function openBucketFolder(data: string): Source {
	const {bucket, prefix} = addressOf(data);
	const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
	const below = (name: string) => ({bucket, prefix: `${folder}${name}/`});
	return new S3Source({events: below(recordFolder.events), songs: below(recordFolder.songs)}, data);
}

/** Opens an address or a folder with records of one kind. */
function openLocation(location: string, region: string | undefined): Source {
	if (isS3Address(location)) {
		const address = addressOf(location);
		return new S3Source({events: address, songs: address}, location, region);
	}
	const folder = resolve(location);
	const name = basename(folder);
	return new LocalSource(dirname(folder), dirname(folder), {events: name, songs: name});
}

function addressOf(text: string): S3Address {
	const address = parseS3Address(text);
	if ('message' in address) throw usageError([address]);
	return address;
}
