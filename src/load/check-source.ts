import {bytes, plural} from '../format/figures.js';
import type {Inventory, RecordKind, Source} from '../source/source.js';
import {recordFolder} from '../source/staging-columns.js';
import type {StageOptions, Warehouse} from '../warehouse/warehouse.js';

/**
Checks that the records can be read and staged, before any table is dropped. Loads nothing.
@param onListed Called with the files of a kind, if they were listed from here.
@returns a phrase for each kind of records
@throws SparkifyError, CancelledError
*/
export async function checkSource(
	warehouse: Pick<Warehouse, 'checkFiles' | 'checkAccess'>,
	source: Source,
	options: Pick<StageOptions, 'signal' | 'onProgress'> = {},
	onListed?: (kind: RecordKind, inventory: Inventory) => void,
): Promise<readonly string[]> {
	const found: string[] = [];
	for (const kind of ['events', 'songs'] as const) {
		if (warehouse.checkAccess !== undefined) {
			await warehouse.checkAccess(kind, source, options);
			found.push(`${recordFolder[kind]}, read by the cluster`);
			continue;
		}
		const inventory = await source.inventory(kind, options);
		await warehouse.checkFiles(inventory);
		onListed?.(kind, inventory);
		found.push(
			`${plural(inventory.files.length, 'file')}, ${bytes(inventory.bytes)} in ${recordFolder[kind]}`,
		);
	}
	return found;
}
