import {printS3Address} from '../../config/aws.js';
import {decompressed} from '../file-chunks.js';
import {Transcoder} from '../json/transcoder.js';
import {BatchWriter} from '../threads/batch-writer.js';
import {postNotice} from '../threads/post-message.js';
import {nextFile, type ReadContext, type S3Location} from '../threads/reader-protocol.js';
import {UnreadBytes} from '../unread-bytes.js';
import {unreadable} from '../unreadable.js';
import {S3Bucket} from './bucket.js';
import {objectChunks} from './object.js';

/**
Objects read concurrently, across all threads: most are tiny, so round trips dominate. An SDK client opens at most 50
connections.
*/
const concurrentObjects = 48;
/** Bytes of an object that are worth transcoding. */
const chunkBytes = 1 << 17;

/** Reads objects until none is left. For a reader thread. @throws DataError */
export async function readS3(task: ReadContext & S3Location): Promise<void> {
	const bucket = new S3Bucket(task.bucket, task.access, undefined, postNotice);
	const transcoder = new Transcoder(task.kind, task.keys);
	const writer = new BatchWriter(transcoder, task);
	const keyStart = printS3Address({bucket: task.bucket, prefix: ''}).length;
	const onBytes = (bytes: number) => {
		writer.bytes += bytes;
	};

	/** Reads one object after another. All lanes share the transcoder. */
	async function lane(): Promise<void> {
		const unread = new UnreadBytes(chunkBytes);
		for (let file = nextFile(task); file !== undefined; file = nextFile(task)) {
			const {path} = file;
			const key = path.slice(keyStart);
			const position = transcoder.open(path);
			const pass = async (final: boolean) => {
				transcoder.resume(position);
				unread.pass(transcoder, final);
				if (final) writer.files++;
				await writer.flush();
			};
			unread.clear();
			try {
				for await (const chunk of decompressed(path, objectChunks(bucket, key, onBytes, file))) {
					unread.append(chunk);
					if (unread.isDue) await pass(false);
				}
				await pass(true);
			} catch (error) {
				throw unreadable(path, error);
			}
		}
	}

	await Promise.all(Array.from({length: Math.ceil(concurrentObjects / task.readers)}, lane));
	await writer.end();
}
