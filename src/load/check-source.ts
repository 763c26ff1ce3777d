import {bytes, plural} from '../format/figures.js';
import type {Inventory, RecordKind, Source} from '../source/source.js';
import {recordFolder} from '../source/staging-columns.js';
import type {StageOptions, Warehouse} from '../warehouse/warehouse.js';
import type {FilesAhead} from './files-ahead.js';

type SourceCheckOptions = Pick<StageOptions, 'signal' | 'onProgress'> & {
	/** A listing of the files that was started earlier. */
	readonly ahead?: FilesAhead | undefined;
	/** Called with the files of each kind, if they were listed from here. */
	readonly onListed?: ((kind: RecordKind, inventory: Inventory) => void) | undefined;
};

/**
Checks that the records can be read and staged, before any table is dropped. Loads nothing.
@returns a phrase for each kind of records
@throws SparkifyError, CancelledError
*/
export async function checkSource(
	warehouse: Pick<Warehouse, 'checkFiles' | 'checkAccess'>,
	source: Source,
	{ahead, onListed, ...options}: SourceCheckOptions = {},
): Promise<readonly string[]> {
	const found: string[] = [];
	for (const kind of ['events', 'songs'] as const) {
		if (warehouse.checkAccess !== undefined) {
			await warehouse.checkAccess(kind, source, options);
			found.push(`${recordFolder[kind]}, read by the cluster`);
			continue;
		}
		const inventory = await (ahead?.get(kind, options.signal) ?? source.inventory(kind, options));
		await warehouse.checkFiles(inventory);
		onListed?.(kind, inventory);
		found.push(
			`${plural(inventory.files.length, 'file')}, ${bytes(inventory.bytes)} in ${recordFolder[kind]}`,
		);
	}
	return found;
}
