import {parentPort} from 'node:worker_threads';
import {SparkifyError} from '../../errors.js';
import type {Listing} from '../inventory-builder.js';
import {hasNames, listFiles} from '../local/list-files.js';
import {readLocal} from '../local/read-local.js';
import type {S3Access} from '../s3/access.js';
import {packFiles} from './file-list.js';
import {postMessage, postNotice} from './post-message.js';
import type {ReaderTask} from './reader-protocol.js';

/** Lists or reads files in a reader thread, so that the UI stays responsive. Loads the AWS SDK only for S3. */
async function work(task: ReaderTask): Promise<void> {
	switch (task.type) {
		case 'list-folder':
			if (task.earlier !== undefined && hasNames(task.folder, task.earlier)) postMessage({type: 'unchanged'});
			else postListed(listFiles(task.folder, task.shownAs, task.version));
			return;
		case 'list-s3': {
			const {listS3} = await import('../s3/list-objects.js');
			const {inventory, access} = await listS3(task.address, task.access, postNotice);
			postListed(inventory, access);
			return;
		}
		case 'browse': {
			const {browse} = await import('../browse/browse.js');
			postMessage(await browse(task));
			return;
		}
		case 'read-folder':
			await readLocal(task);
			break;
		case 'read-s3': {
			const {readS3} = await import('../s3/read-objects.js');
			await readS3(task);
			break;
		}
	}
	postMessage({type: 'finished'});
}

function postListed({files, versions, ...inventory}: Listing, access?: S3Access): void {
	postMessage({
		type: 'listed',
		inventory,
		files: packFiles(files, versions),
		...(access !== undefined && {access}),
	});
}

async function attempt(task: ReaderTask): Promise<void> {
	try {
		await work(task);
	} catch (error) {
		if (!(error instanceof SparkifyError)) throw error;
		postMessage({type: 'failed', failure: error.failure});
	}
}

parentPort?.on('message', (task: ReaderTask) => void attempt(task));
