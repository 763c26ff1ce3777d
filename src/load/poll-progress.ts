import type {Progress, Warehouse} from '../warehouse/warehouse.js';

const intervalMs = 200;

/** Reports the warehouse's progress while `work` runs, if it is known. */
export async function pollProgress<T>(
	warehouse: Pick<Warehouse, 'progress'>,
	onProgress: (progress: Progress) => void,
	work: () => Promise<T>,
): Promise<T> {
	const timer = setInterval(() => {
		const fraction = warehouse.progress();
		if (fraction !== undefined) onProgress({fraction});
	}, intervalMs);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}
