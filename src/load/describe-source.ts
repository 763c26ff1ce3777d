import {SparkifyError} from '../errors.js';
import {bytes, plural} from '../format/figures.js';
import type {Inventory, RecordKind} from '../source/source.js';
import {recordFolder} from '../source/staging-columns.js';
import type {Warehouse} from '../warehouse/warehouse.js';
import type {SourceListing} from './file-check.js';
import type {Plan} from './stage.js';

/** Skipped files to list by name. */
const maxNamed = 3;

/**
Describes for the plan what staging would read. A failed listing is only a note: Redshift reads the files with its own
role, and on other engines running the stage reports what to do.
*/
export async function describeSource(
	listing: SourceListing,
	kind: RecordKind,
	warehouse: Pick<Warehouse, 'checkFiles' | 'checkAccess'>,
): Promise<Pick<Plan, 'reads' | 'notes'>> {
	if ('why' in listing) {
		const byRole = warehouse.checkAccess === undefined ? '' : ' (the cluster reads them with its role)';
		return {reads: [], notes: [`Not listed from here${byRole}: ${listing.why}`]};
	}
	const {inventory} = listing;
	const reads = [
		`${plural(inventory.files.length, 'file')}, ${bytes(inventory.bytes)} in ${recordFolder[kind]}`,
	];
	const problem = await problemOf(inventory, warehouse);
	return {reads, notes: [...problem, ...(inventory.notes ?? []), ...skippedNotes(inventory)]};
}

/** Why the stage would fail, as a note. */
async function problemOf(
	inventory: Inventory,
	warehouse: Pick<Warehouse, 'checkFiles'>,
): Promise<readonly string[]> {
	try {
		await warehouse.checkFiles(inventory);
		return [];
	} catch (error) {
		if (!(error instanceof SparkifyError)) throw error;
		const {message, advice = ''} = error.failure;
		return [`This stage would fail: ${message} ${advice}`.trimEnd()];
	}
}

/** `3 files skipped: log_data/.DS_Store (hidden), log_data/x.json (empty), …` */
function skippedNotes({skipped, skippedCount}: Inventory): readonly string[] {
	if (skippedCount === 0) return [];
	const named = skipped.slice(0, maxNamed).map(({path, reason}) => `${path} (${reason})`);
	const others = skippedCount - named.length;
	if (others > 0) named.push(`and ${plural(others, 'other')}`);
	return [`${plural(skippedCount, 'file')} skipped: ${named.join(', ')}`];
}
