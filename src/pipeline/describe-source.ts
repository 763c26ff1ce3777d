import type {EngineName} from '../config/settings.js';
import {bytes} from '../format/figures.js';
import type {Inventory, RecordKind} from '../source/source.js';
import {recordFolder} from '../source/staging-columns.js';
import type {Listing} from './file-check.js';
import {plural} from './plural.js';
import type {Plan} from './stage.js';

/** Skipped files that are named. */
const maxNamed = 3;

/**
What staging would read, for the plan. That it cannot be listed is worth a note and no more: Redshift reads it by a role of
its own, and elsewhere running the stage says what to do.
*/
export function describeSource(
	listing: Listing,
	kind: RecordKind,
	engine: EngineName,
): Pick<Plan, 'reads' | 'notes'> {
	if ('why' in listing) {
		const byRole = engine === 'redshift' ? ' (the cluster reads them by its own role)' : '';
		return {reads: [], notes: [`Not listed from here${byRole}: ${listing.why}`]};
	}
	const {inventory} = listing;
	const reads = [
		`${plural(inventory.files.length, 'file')}, ${bytes(inventory.bytes)} in ${recordFolder[kind]}`,
	];
	return {reads, notes: [...(inventory.notes ?? []), ...skippedNotes(inventory)]};
}

/** `3 files skipped: log_data/.DS_Store (hidden), log_data/x.json (empty), …` */
function skippedNotes({skipped, skippedCount}: Inventory): readonly string[] {
	if (skippedCount === 0) return [];
	const named = skipped.slice(0, maxNamed).map(({path, reason}) => `${path} (${reason})`);
	const rest = skippedCount - named.length;
	if (rest > 0) named.push(`and ${plural(rest, 'other')}`);
	return [`${plural(skippedCount, 'file')} skipped: ${named.join(', ')}`];
}
