import {isS3Address, parseS3Address} from '../config/aws.js';
import {bytes, count, plural} from '../format/figures.js';
import {openSource} from '../source/open-source.js';
import type {RecordKind} from '../source/source.js';
import {listingFinding} from './check-listing.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, ok} from './finding.js';

/** Listing a million files is slow. */
const folderLimitMs = 60_000;

/** Checks that there is data: counts all files of a folder, or lists some keys of a bucket. */
export async function checkData(kind: RecordKind, context: DoctorContext): Promise<Finding> {
	const {settings} = context.reading;
	const source = openSource(settings);
	const place = source.locate(kind);
	if (isS3Address(place)) {
		const address = parseS3Address(place);
		if ('message' in address) throw new Error(address.message);
		return listingFinding(address, context);
	}
	const inventory = await context.limits.within(
		folderLimitMs,
		async signal => source.inventory(kind, {signal}),
		`Check ${place}: it has very many files, or its disk does not respond. A load would wait longer.`,
	);
	const {files, skippedCount, notes = []} = inventory;
	const skipped = skippedCount === 0 ? '' : `, ${count(skippedCount)} skipped`;
	const name = settings.data === undefined && settings.source === undefined ? 'the bundled sample' : place;
	return ok(`${plural(files.length, 'file')}, ${bytes(inventory.bytes)} in ${name}${skipped}`, ...notes);
}
