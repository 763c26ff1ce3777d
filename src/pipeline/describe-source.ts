import type {EngineName} from '../config/settings.js';
import {SparkifyError} from '../errors.js';
import {bytes} from '../format/figures.js';
import type {Inventory, RecordKind, Source} from '../source/source.js';
import {recordFolder} from '../source/staging-columns.js';
import {plural} from './plural.js';
import type {Plan} from './stage.js';

/** Skipped files that are named. */
const maxNamed = 3;

/**
What staging would read, for the plan. That it cannot be listed is worth a note and no more: Redshift reads it by a role of
its own, and elsewhere running the stage says what to do.
*/
export async function describeSource(
	source: Source,
	kind: RecordKind,
	engine: EngineName,
): Promise<Pick<Plan, 'reads' | 'notes'>> {
	try {
		const inventory = await source.inventory(kind);
		const reads = [
			`${plural(inventory.files.length, 'file')}, ${bytes(inventory.bytes)} in ${recordFolder[kind]}`,
		];
		return {reads, notes: [...(inventory.notes ?? []), ...skippedNotes(inventory)]};
	} catch (error) {
		if (!(error instanceof SparkifyError)) throw error;
		const noObstacle = engine === 'redshift' ? ' (the cluster reads them by its own role)' : '';
		return {reads: [], notes: [`Not listed from here${noObstacle}: ${error.failure.message}`]};
	}
}

/** `3 files skipped: log_data/.DS_Store (hidden), log_data/x.json (empty), …` */
function skippedNotes({skipped, skippedCount}: Inventory): readonly string[] {
	if (skippedCount === 0) return [];
	const named = skipped.slice(0, maxNamed).map(({path, reason}) => `${path} (${reason})`);
	const rest = skippedCount - named.length;
	if (rest > 0) named.push(`and ${plural(rest, 'other')}`);
	return [`${plural(skippedCount, 'file')} skipped: ${named.join(', ')}`];
}
